-- Feeds and the topology name UPSs by id, so that a NUT server that is added later changes nothing. A bare name that
-- meant several UPSs becomes all of them; need grows with the list, so that the host still counts as out when one is.
UPDATE hosts SET feeds = (
    SELECT json_object(
        'sources', json_group_array(id),
        'need', max(1, json_extract(hosts.feeds, '$.need') + count(*) - json_array_length(hosts.feeds, '$.sources')))
    FROM (
        SELECT coalesce(ups.id, source.value) AS id, min(source.key) AS place
        FROM json_each(hosts.feeds, '$.sources') AS source
        LEFT JOIN ups ON instr(source.value, '@') = 0 AND lower(ups.name) = lower(source.value)
        GROUP BY 1
        ORDER BY place, 1))
WHERE EXISTS (SELECT 1 FROM json_each(hosts.feeds, '$.sources') AS source WHERE instr(source.value, '@') = 0);

UPDATE topology_nodes SET ref = (SELECT id FROM ups WHERE lower(name) = lower(ref))
WHERE kind = 'ups' AND instr(ref, '@') = 0
    AND (SELECT count(*) FROM ups WHERE lower(name) = lower(ref)) = 1;
