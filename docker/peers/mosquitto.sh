#!/usr/bin/env bash
# mosquitto.sh DIR PORT: a real MQTT broker on loopback. Users walnut (password walnutpass) and watcher (watchpass).
#   mosquitto_sub -h 127.0.0.1 -p PORT -u watcher -P watchpass -v -t 'walnut/#'
set -euo pipefail
[ $# -eq 2 ] || { sed -n 2,3p "$0" >&2; exit 2; }
dir=$1 port=$2
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
rm -f "$dir/pw"
mosquitto_passwd -b -c "$dir/pw" walnut walnutpass
mosquitto_passwd -b "$dir/pw" watcher watchpass
printf 'user walnut\ntopic readwrite walnut/#\nuser watcher\ntopic read #\n' > "$dir/acl"
cat > "$dir/mosquitto.conf" <<CONFIG
per_listener_settings false
allow_anonymous false
password_file $dir/pw
acl_file $dir/acl
persistence false
log_dest stderr
user $(id -un)
listener $port 127.0.0.1
CONFIG
echo "mosquitto on 127.0.0.1:$port, scratch folder $dir. Ctrl-C ends it."
exec mosquitto -c "$dir/mosquitto.conf"
