// A page without a framework: the order comes from the shop's own API.

import { load, type Context } from "redress";

const [redress, order] = await Promise.all([load({ config: "/redress.json" }), fetch("/order.json").then((response): Promise<Context> => response.json())]);
const widget = document.createElement("redress-widget");
widget.context = order;
document.body.append(widget);
redress.on("sent", ({ detail }) => (document.title = detail.receipt.reference));
