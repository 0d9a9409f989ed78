// Makes every text of a shop long, as German compounds and careful lawyers do: host page, first stage.

const WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen";
const MORE = " – and, because nobody should ever be left in doubt, a few more words than anybody would like to read here";

const longer = (text, end = MORE) => (typeof text === "string" ? text + end : Object.fromEntries(Object.entries(text).map(([tag, each]) => [tag, each + end])));

/** The same config, with long texts wherever the shop has one of its own. */
export function longConfig(config) {
  const changed = structuredClone(config);
  const { steps = {}, remedies = {}, shop } = changed;
  for (const each of [...Object.values(steps), ...Object.values(remedies)]) lengthen(each);
  if (shop?.name) shop.name += ` & ${WORD}`;
  if (shop?.email) shop.email = `customer-service-and-complaints-department@${WORD.toLowerCase().replaceAll("ä", "ae").replaceAll("ü", "ue")}.example`;
  return changed;
}

/** The same context, with a long name for everything. */
export function longContext(context) {
  const changed = structuredClone(context);
  const { order, items = [], customer } = changed;
  if (order?.number) order.number += "-000000000000-000000000000";
  for (const item of items) item.title += ` with ${WORD}, in a box of six, special edition`;
  if (customer?.email) customer.email = `a.very.long.name.with.many.parts.${customer.email}`;
  return changed;
}

function lengthen(each) {
  for (const name of ["label", "help", "text"]) if (each?.[name]) each[name] = longer(each[name]);
  for (const option of Object.values(each?.option ?? {})) if (option?.label) option.label = longer(option.label, ` (${WORD})`);
}
