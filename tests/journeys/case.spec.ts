// What becomes of a complaint, in two browsers: the shopper on the status page, the shop's people in the inbox; and the mail that
// acknowledges a withdrawal.

import { Desk, SECRET } from "../harness/desk";
import { Inbox } from "../harness/inbox";
import { Mailbox } from "../harness/mail";
import { daysAgo, kettleOrder, merchantPage } from "../harness/page";
import { phonePhoto } from "../harness/photo";
import { Relay } from "../harness/relay";
import { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";
import { deskSays } from "../harness/words";

test("asked for more, answered, approved, how it was, closed", async ({ page, desk, inbox, browser, hasTouch }) => {
  // The page is the desk's own: only to an origin that it trusts does it lead back.
  const shopper = new Shopper(page, desk.origin, "en", Boolean(hasTouch));
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  const reference = await shopper.reference();
  const address = await shopper.dialog.getByRole("link", { name: shopper.say("receipt.status") }).getAttribute("href");

  const status = await page.context().newPage();
  await status.goto(address!);
  await expect(status.getByText(deskSays("status.stand.open"))).toBeVisible();

  const act = async (name: string, fill: (form: import("@playwright/test").Locator) => Promise<unknown>, button: string) => {
    await inbox.read(reference);
    const form = inbox.page.locator("details", { has: inbox.page.locator("summary", { hasText: name }) }).first();
    await form.locator("summary").click();
    await fill(form);
    await form.getByLabel("Your name").fill("Jonna");
    await form.getByRole("button", { name: button }).click();
    await expect(inbox.page.getByRole("heading", { level: 1, name: reference })).toBeVisible();
    await expect(inbox.page.getByRole("alert")).toHaveCount(0);
  };
  await act("Ask for more", (form) => form.getByLabel("What you need from the customer").fill("Could you send a photo of the plate?"), "Ask");

  await status.reload();
  await expect(status.getByText(deskSays("status.stand.asked"))).toBeVisible();
  await expect(status.getByText("Could you send a photo of the plate?")).toBeVisible();
  await status.getByLabel(deskSays("status.words.text")).first().fill("Here it is.");
  await status.locator('input[type="file"]').setInputFiles({ name: "plate.jpg", mimeType: "image/jpeg", buffer: await phonePhoto(browser) });
  await status.getByRole("button", { name: deskSays("status.words.send"), exact: true }).last().click();
  await expect(status.getByText("Here it is.")).toBeVisible();

  await inbox.read(reference);
  await expect(inbox.page.getByText("Here it is.").first()).toBeVisible();
  await act(
    "Approve",
    async (form) => {
      const remedy = form.getByLabel("Remedy");
      await remedy.selectOption(await remedy.locator("option", { hasText: shopper.say("remedy.repair.title") }).first().getAttribute("value"));
      await form.getByLabel("Way").selectOption("qr-code");
      await form.getByLabel("Carrier").fill("DHL");
    },
    "Approve",
  );

  await status.reload();
  await expect(status.getByText(deskSays("status.stand.approved")).first()).toBeVisible();
  await expect(status.getByText(deskSays("status.return.no-printer"))).toBeVisible();
  await status.getByRole("link", { name: deskSays("status.feedback.link") }).click();
  const again = new Shopper(status, desk.origin, "en", Boolean(hasTouch));
  await again.sees("step.solved.title");
  await again.choose("step.solved.option.yes");
  await again.tap(again.dialog.getByRole("radio", { name: again.say("rating.step", { index: 5, count: 5 }) }));
  await again.press("nav.continue");
  await again.press("review.send");
  await again.sees("feedback.receipt.title");

  await inbox.read(reference);
  await expect(inbox.page.locator("#history").getByText(/5/).first()).toBeVisible();
  await act("Close", (form) => form.getByLabel(/Last words/).fill("Glad it worked."), "Close the case");
  await status.goto(address!);
  await expect(status.getByText(deskSays("status.stand.closed"))).toBeVisible();
  await expect(status.getByText("Glad it worked.")).toBeVisible();
});

test("a withdrawal ends with an e-mail that has content, date and time, and with a receipt that can be verified", async ({ page, browser, hasTouch }) => {
  const mailbox = await Mailbox.open();
  const desk = await Desk.start({ REDRESS_SMTP_URL: mailbox.url });
  const relay = await Relay.start(desk.origin);
  try {
    const { redressToken } = await import("../signing/sign.mjs");
    const context = kettleOrder({ order: { placedOn: daysAgo(6), timeZone: "Europe/Helsinki" }, item: { deliveredOn: daysAgo(3) } });
    relay.page("/order", merchantPage(`<p><a href="mailto:help@shop.example" data-redress-open="withdrawal">Vertrag widerrufen</a></p>`, { lang: "de", context: { token: await redressToken(context, SECRET) } }));
    const shopper = new Shopper(page, relay.origin, "de", Boolean(hasTouch));
    await shopper.visit("/order");
    await shopper.tap(page.getByRole("link", { name: "Vertrag widerrufen" }));
    await shopper.press("withdrawal.review.send");
    const reference = await shopper.reference();

    const mail = await mailbox.next();
    expect(mail.to).toMatchObject([{ address: "ida@example.org" }]);
    expect(mail.subject).toContain(reference);
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: "auto-submitted", value: "auto-replied" }));
    // Half past nine in Berlin is half past ten in Helsinki: the order's zone is the shopper's.
    const receipt = JSON.parse(relay.receipts.at(-1)!);
    const time = new Intl.DateTimeFormat("de", { timeZone: "Europe/Helsinki", hour: "2-digit", minute: "2-digit" }).format(new Date(receipt.receivedAt));
    for (const body of [mail.text!, mail.html!]) {
      for (const part of ["Travel kettle", "K-1001", reference, time, "Ida Kern"]) expect(body).toContain(part);
    }
    const statement = mail.attachments.find((file) => file.mimeType === "text/html")!;
    expect(new TextDecoder().decode(statement.content as ArrayBuffer)).toContain(time);

    expect(desk.verify(JSON.stringify(receipt)).accepted).toBe(true);
    for (const [key, value] of [["reference", "RD-2222-22"], ["receivedAt", "2026-01-01T00:00:00Z"], ["signature", receipt.signature.replace(/.$/, (last: string) => (last === "A" ? "Q" : "A"))]])
      expect(desk.verify(JSON.stringify({ ...receipt, [key]: value })), key).toMatchObject({ accepted: false });

    const inbox = await Inbox.open(browser, desk.origin, desk.inbox);
    await inbox.read(reference);
    await expect(inbox.page.getByText("ida@example.org").first()).toBeVisible();
    await inbox.close();
  } finally {
    await relay.stop();
    await desk.stop();
    await mailbox.close();
  }
});
