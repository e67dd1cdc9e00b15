/** One frame of the live connection. Control messages have no `seq`. */
export interface LiveMessage {
  type: string;
  seq?: number;
  time?: string;
  subject?: string | null;
  data: unknown;
}

/** Reads a frame; what is not a message of ours gives null. */
export function parseMessage(text: string): LiveMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    const { type, seq, time, subject, data } = value as Record<string, unknown>;
    if (typeof type !== "string") return null;
    return {
      type,
      seq: typeof seq === "number" ? seq : undefined,
      time: typeof time === "string" ? time : undefined,
      subject: typeof subject === "string" ? subject : undefined,
      data,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
