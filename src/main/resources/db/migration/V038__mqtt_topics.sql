-- Topics that the broker keeps for walNUT: written before the first message, deleted when the broker has dropped it.
CREATE TABLE mqtt_topics (
    topic TEXT PRIMARY KEY
) STRICT;
