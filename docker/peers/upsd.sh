#!/usr/bin/env bash
# upsd.sh DIR PORT [COUNT]: a real upsd with dummy UPSs on loopback. Script an outage with
#   upsrw -s ups.status="OB DISCHRG" -u admin -p adminpass rack1@127.0.0.1:PORT
set -euo pipefail
[ $# -ge 2 ] || { sed -n 2,3p "$0" >&2; exit 2; }
dir=$1 port=$2 count=${3:-2}
mkdir -p "$dir/conf" "$dir/state"
dir=$(cd "$dir" && pwd)
export NUT_CONFPATH=$dir/conf NUT_STATEPATH=$dir/state NUT_ALTPIDPATH=$dir/state NUT_QUIET_INIT_UPSNOTIFY=true

printf 'maxretry = 1\npollinterval = 1\n' > "$dir/conf/ups.conf"
for i in $(seq 1 "$count"); do
    printf '[rack%s]\n driver = dummy-ups\n port = rack%s.dev\n mode = dummy-once\n desc = "Rack %s"\n' "$i" "$i" "$i" \
        >> "$dir/conf/ups.conf"
    cat > "$dir/conf/rack$i.dev" <<DEV
device.mfr: Sim Works
device.model: SIM 1500
device.type: ups
ups.mfr: Sim Works
ups.model: SIM 1500
ups.status: OL
ups.load: 23
ups.realpower.nominal: 900
battery.charge: 100
battery.charge.low: 20
battery.runtime: 3600
input.voltage: 230.4
output.voltage: 230.1
DEV
done
printf 'LISTEN 127.0.0.1 %s\nMAXAGE 5\nMAXCONN 512\n' "$port" > "$dir/conf/upsd.conf"
cat > "$dir/conf/upsd.users" <<'USERS'
[admin]
    password = adminpass
    actions = SET
    actions = FSD
    instcmds = ALL
[primary]
    password = primpass
    upsmon primary
[secondary]
    password = secpass
    upsmon secondary
USERS
chmod 600 "$dir/conf/upsd.users"

pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true' EXIT
for i in $(seq 1 "$count"); do
    /usr/lib/nut/dummy-ups -a "rack$i" -u root -FF >> "$dir/drivers.log" 2>&1 &
    pids+=($!)
done
/usr/lib/nut/upsd -u root -FF >> "$dir/upsd.log" 2>&1 &
pids+=($!)
echo "upsd with $count UPSs on 127.0.0.1:$port, scratch folder $dir. Ctrl-C ends it."
wait
