// A real mail server on this machine: takes what the desk sends, over SMTP, and keeps it as it came.

import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

export class Mailbox {
  private readonly mails: Email[] = [];
  private readonly waiting: ((mail: Email) => void)[] = [];
  private readonly server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onData: (stream, _session, done) => {
      this.take(stream).then(() => done(), done);
    },
  });

  static async open(): Promise<Mailbox> {
    const box = new Mailbox();
    await new Promise<void>((resolve) => box.server.listen(0, "127.0.0.1", resolve));
    return box;
  }

  /** Where the desk delivers to. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  private async take(stream: AsyncIterable<Buffer>) {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const mail = await PostalMime.parse(Buffer.concat(chunks));
    const waits = this.waiting.shift();
    if (waits) waits(mail);
    else this.mails.push(mail);
  }

  /** The next mail, once it is there. */
  next(): Promise<Email> {
    const mail = this.mails.shift();
    return mail ? Promise.resolve(mail) : new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
