#!/usr/bin/env bash
# sshd.sh DIR PORT: a real OpenSSH server on loopback for the present user. It runs no command: it records each one
# into DIR/calls.log, and remembers which services were stopped. The client's key is DIR/client, the host key's
# fingerprint is printed.
set -euo pipefail
[ $# -eq 2 ] || { sed -n 2,4p "$0" >&2; exit 2; }
dir=$1 port=$2
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
for key in host client; do
    [ -f "$dir/$key" ] || ssh-keygen -q -t ed25519 -N '' -f "$dir/$key"
done
cp "$dir/client.pub" "$dir/authorized_keys"
touch "$dir/calls.log"
mkdir -p "$dir/stopped"
cat > "$dir/record.sh" <<RECORD
#!/bin/bash
printf '%s %s\n' "\$(date +%s.%N)" "\$SSH_ORIGINAL_COMMAND" >> '$dir/calls.log'
set -- \${SSH_ORIGINAL_COMMAND//\'/}
case "\$SSH_ORIGINAL_COMMAND" in
    "uname -s") echo Linux ;;
    "uptime -s") echo "2026-01-01 00:00:00" ;;
    "systemctl is-active "*)
        for service in "\${@:3}"; do [ -e '$dir/stopped/'"\$service" ] && echo inactive || echo active; done ;;
    "systemctl stop "*) touch '$dir/stopped/'"\$3" ;;
    "systemctl start "*) rm -f '$dir/stopped/'"\$3" ;;
    *) echo recorded ;;
esac
RECORD
chmod 755 "$dir/record.sh"
cat > "$dir/sshd_config" <<CONFIG
Port $port
ListenAddress 127.0.0.1
HostKey $dir/host
PidFile $dir/sshd.pid
AuthorizedKeysFile $dir/authorized_keys
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
AllowTcpForwarding no
PermitTTY no
ForceCommand $dir/record.sh
CONFIG
mkdir -p /run/sshd
echo "sshd on 127.0.0.1:$port for $(id -un), key $dir/client, $(ssh-keygen -lf "$dir/host.pub" | cut -d' ' -f2)"
exec /usr/sbin/sshd -D -e -f "$dir/sshd_config"
