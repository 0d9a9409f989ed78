// What a shopper reads, from the locale files of the bundle under test, so that a better wording breaks no test.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assets } from "./desk";

export type Lang = "en" | "de";

export type Message = string | Record<string, string>;

/** The two files of a language: what the first screen says, and the rest. */
export const parts = ["locales", "later"] as const;

/** A language of the bundle, or one of its parts. */
export const messages = (lang: string, folders: readonly string[] = parts): Record<string, Message> =>
  Object.assign({}, ...folders.map((folder) => JSON.parse(readFileSync(join(assets(), `${folder}/${lang}.json`), "utf8"))));

const loaded: Record<string, Record<string, Message>> = {};

export type Say = (key: string, values?: Record<string, string | number>) => string;

/** The message of a key, with its placeholders filled in. */
export const words = (lang: string): Say => (key, values = {}) => {
  const message = (loaded[lang] ??= messages(lang))[key];
  if (message === undefined) throw new Error(`locales/${lang}.json has no "${key}"`);
  const plural = typeof message === "string" ? message : message[new Intl.PluralRules(lang).select(Number(values.count))];
  return plural.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
};

/** The question above the offers, in whichever words: the general ones, or those for the problem that was chosen. */
export const aboveOffers = (lang: string): RegExp => {
  const asked = Object.entries((loaded[lang] ??= messages(lang))).filter(([key]) => /^step\.remedy\.title(\.(?!nothing)|$)/.test(key));
  return new RegExp(`^(${asked.map(([, words]) => String(words).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})$`);
};

/** The shop's people read the first language of its config, whatever the shopper read. */
export const shopReads = words("en");

const deskTexts: Record<string, Message> = JSON.parse(readFileSync(join(__dirname, "../../locales/en.json"), "utf8"));

/** What the desk says in its mails and on its pages for shoppers: none of it is in the bundle. */
export const deskSays = (key: string): string => {
  const message = deskTexts[`desk.${key}`];
  if (typeof message !== "string") throw new Error(`locales/en.json has no "desk.${key}"`);
  return message;
};

/** The demo shop's own words. */
export const shopWords = {
  en: { report: "Report a problem", reportItem: "Problem with this item", withdraw: "Withdraw from contract here", payment: "About this invoice", start: "Something else", kettle: "Gooseneck kettle", vase: "Stoneware vase", candle: "Beeswax candle", board: "Olive wood board", coat: "Boiled-wool house coat" },
  de: { report: "Problem melden", reportItem: "Stimmt etwas nicht?", withdraw: "Vertrag widerrufen", payment: "Zu dieser Rechnung", start: "Etwas anderes", kettle: "Wasserkocher mit Schwanenhals", vase: "Steinzeugvase", candle: "Bienenwachskerze", board: "Olivenholzbrett", coat: "Hausmantel aus Walkwolle" },
};
