import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A text frame of a server, unmasked (RFC 6455, section 5.2). */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length < 126) return Buffer.concat([Buffer.from([0x81, body.length]), body]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0x817e, 0);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** The sending half of a WebSocket server; what clients send is not read. */
export class LiveServer {
  private readonly sockets = new Set<Duplex>();
  private seq = 0;

  accept(request: IncomingMessage, socket: Duplex) {
    const key = createHash("sha1")
      .update(String(request.headers["sec-websocket-key"]) + GUID)
      .digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    );
    socket.on("error", () => this.sockets.delete(socket));
    socket.on("close", () => this.sockets.delete(socket));
    this.sockets.add(socket);
    const data = { status: "connected", heartbeat_seconds: 20 };
    socket.write(frame(JSON.stringify({ type: "connection_status", time: new Date().toISOString(), data })));
  }

  send(type: string, data: unknown) {
    const message = { type, seq: ++this.seq, time: new Date().toISOString(), subject: null, data };
    for (const socket of this.sockets) socket.write(frame(JSON.stringify(message)));
  }

  drop() {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }
}
