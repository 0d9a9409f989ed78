// The words of the demo shop's page: host page, first stage. English page text stands in index.html; here are the words of the order
// cards in both languages, and the page's in German.

const cards = {
  en: {
    "order": "Order {number}",
    "status.delivered": "Delivered {day}",
    "status.late": "Late, was due {day}",
    "status.overdue": "Overdue since {day}",
    "placed": "Placed",
    "paidWith": "Paid with",
    "invoice": "Invoice",
    "total": "Total",
    "open": "Still to pay",
    "goods": "Goods",
    "discount": "Welcome back, 10% off",
    "shipping": "Delivery",
    "free": "free",
    "pieces": "{quantity} × {price}",
    "paid": "you paid {paid}",
    "report": "Report a problem",
    "reportItem": "Problem with this item",
    "withdraw": "Withdraw from contract here",
    "payment": "About this invoice",
    "start": "Something else",
    "kettle.title": "Gooseneck kettle",
    "kettle.variant": "Deep sea, 0.9 litres, with temperature dial",
    "kettle.alt": "A dark teal kettle with a slender curved spout, an oak handle and a brass band, on its electric base",
    "lamp.title": "Low Tide reading lamp",
    "lamp.variant": "Linen shade, pebble foot",
    "lamp.alt": "A lit table lamp with a domed linen shade and a smooth teal foot, two books beside it",
    "lampNote": "We have not received your payment yet. If there is a reason, tell us: while we look into it, we send no reminders.",
    "chocolates.title": "Mother’s Day chocolates",
    "chocolates.variant": "Box of 9, with ribbon and a card",
    "chocolates.alt": "An open box with nine different chocolates, its lid with a coral ribbon behind it",
    "chocolatesNote": "A gift for Ingrid Lindqvist, Kiel. The parcel service has had it since {placed}; it has not arrived yet.",
    "coat.title": "Boiled-wool house coat",
    "coat.variant": "Spruce, size M",
    "coat.alt": "A green wool coat with a shawl collar and a belt, on a hanger",
    "vase.title": "Stoneware vase",
    "vase.variant": "Dune, 28 cm, thrown by hand",
    "vase.alt": "A round stoneware vase with blue glaze running over sand-coloured clay, with dried twigs",
    "candles.title": "Beeswax candle",
    "candles.variant": "Rolled by hand, 12 cm",
    "candles.alt": "Two burning honeycomb candles on a plate",
    "board.title": "Olive wood board",
    "board.variant": "With a leather loop, 38 cm",
    "board.alt": "A wooden board on a linen cloth, with half a lemon and rosemary",
  },
  de: {
    "order": "Bestellung {number}",
    "status.delivered": "Geliefert am {day}",
    "status.late": "Verspätet seit {day}",
    "status.overdue": "Überfällig seit {day}",
    "placed": "Bestellt",
    "paidWith": "Bezahlt mit",
    "invoice": "Rechnung",
    "total": "Summe",
    "open": "Noch offen",
    "goods": "Waren",
    "discount": "Treuerabatt 10 %",
    "shipping": "Versand",
    "free": "kostenlos",
    "pieces": "{quantity} × {price}",
    "paid": "bezahlt {paid}",
    "report": "Problem melden",
    "reportItem": "Stimmt etwas nicht?",
    "withdraw": "Vertrag widerrufen",
    "payment": "Zu dieser Rechnung",
    "start": "Etwas anderes",
    "kettle.title": "Wasserkocher mit Schwanenhals",
    "kettle.variant": "Tiefsee, 0,9 Liter, mit Temperaturregler",
    "kettle.alt": "Dunkel türkiser Wasserkocher mit schlanker, geschwungener Tülle, Eichengriff und Messingband auf seiner Heizplatte",
    "lamp.title": "Leselampe „Ebbe“",
    "lamp.variant": "Leinenschirm, Kieselfuß",
    "lamp.alt": "Leuchtende Tischlampe mit gewölbtem Leinenschirm und glattem türkisem Fuß, daneben zwei Bücher",
    "lampNote": "Ihre Zahlung ist noch nicht bei uns eingegangen. Gibt es einen Grund, sagen Sie ihn uns: Solange wir ihn klären, mahnen wir nicht.",
    "chocolates.title": "Pralinen zum Muttertag",
    "chocolates.variant": "9 Stück, mit Schleife und Karte",
    "chocolates.alt": "Offene Schachtel mit neun verschiedenen Pralinen, dahinter der Deckel mit korallenroter Schleife",
    "chocolatesNote": "Ein Geschenk für Ingrid Lindqvist, Kiel. Der Paketdienst hat es seit dem {placed}; angekommen ist es noch nicht.",
    "coat.title": "Hausmantel aus Walkwolle",
    "coat.variant": "Fichte, Größe M",
    "coat.alt": "Grüner Wollmantel mit Schalkragen und Gürtel auf einem Bügel",
    "vase.title": "Steinzeugvase",
    "vase.variant": "Düne, 28 cm, von Hand gedreht",
    "vase.alt": "Runde Steinzeugvase, blaue Glasur läuft über sandfarbenen Ton, darin getrocknete Zweige",
    "candles.title": "Bienenwachskerze",
    "candles.variant": "Von Hand gerollt, 12 cm",
    "candles.alt": "Zwei brennende Wabenkerzen auf einem Teller",
    "board.title": "Olivenholzbrett",
    "board.variant": "Mit Lederschlaufe, 38 cm",
    "board.alt": "Holzbrett auf einem Leinentuch, mit halber Zitrone und Rosmarin",
  },
};

const page = {
  "title": "Ihre Bestellungen · Tern & Tide",
  "skip": "Zu Ihren Bestellungen",
  "ribbon.label": "Über diese Vorführung",
  "ribbon.lead": "Ein Laden zum Ausprobieren.",
  "ribbon.text": "Melden Sie ein Problem und sehen Sie dann die andere Seite.",
  "ribbon.link": "Was der Laden bekommt",
  "tagline": "Dinge fürs Zuhause",
  "nav.label": "Ihr Konto",
  "nav.orders": "Bestellungen",
  "nav.returns": "Rückgabe",
  "nav.help": "Hilfe",
  "who": "Angemeldet als",
  "hero.overline": "Ihr Konto",
  "hero.title": "Ihre Bestellungen",
  "hero.text": "Schön, Sie zu sehen, Mira. Ist mit einer davon etwas nicht in Ordnung, sagen Sie es hier: Es dauert eine Minute.",
  "orders.title": "Die letzten drei Monate",
  "orders.sorted": "Älteste zuerst",
  "side.label": "Hilfe und Rückgabe",
  "help.title": "Lieber mit einem Menschen sprechen?",
  "help.text": "Jonna, Piet und Samira kennen jedes einzelne Ding, das wir verkaufen.",
  "help.hours": "Mo bis Fr, 9 bis 17 Uhr",
  "returns.title": "Etwas zurückgeben",
  "returns.text": "Ab Lieferung haben Sie 14 Tage nach dem Gesetz und 30 nach unseren Bedingungen, es sich anders zu überlegen, und zwei Jahre gesetzliche Gewährleistung, wenn etwas nicht war, wie es sein soll.",
  "you.title": "Ihre Angaben",
  "foot.text": "Ein erfundener Laden an einem erfundenen Kai. Hier ist nichts zu kaufen.",
  "foot.contact": "Kontakt",
  "foot.inbox": "Der Posteingang des Ladens",
  "foot.cases": "Fälle anderer Läden ausprobieren",
  "foot.gallery": "Alle Ansichten",
};

/** The page's language: `?lang=de`, else English. */
export const lang = new URLSearchParams(location.search).get("lang") === "de" ? "de" : "en";

/** A text of the order cards with its `{placeholders}` filled in; empty if there is none. */
export function text(key, values = {}) {
  return (cards[lang][key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Turns the page's own text German where the address asks for it. */
export function translatePage() {
  document.documentElement.lang = lang;
  if (lang === "en") return;
  document.title = page.title;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = page[element.dataset.text];
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", page[element.dataset.label]);
  for (const link of document.querySelectorAll("[data-keep-lang]")) link.search = "?lang=de";
  const other = document.getElementById("lang");
  Object.assign(other, { href: "?lang=en", hreflang: "en", lang: "en", textContent: "English" });
}
