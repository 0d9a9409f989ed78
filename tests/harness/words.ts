// What a shopper reads, from the locale files of the bundle under test, so that a better wording breaks no test.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assets } from "./desk";

export type Lang = "en" | "de";

export type Message = string | Record<string, string>;

/** A locale file of the bundle. */
export const messages = (lang: string): Record<string, Message> => JSON.parse(readFileSync(join(assets(), `locales/${lang}.json`), "utf8"));

const loaded: Partial<Record<Lang, Record<string, Message>>> = {};

export type Say = (key: string, values?: Record<string, string | number>) => string;

/** The message of a key, with its placeholders filled in. */
export const words = (lang: Lang): Say => (key, values = {}) => {
  const message = (loaded[lang] ??= messages(lang))[key];
  if (message === undefined) throw new Error(`locales/${lang}.json has no "${key}"`);
  const plural = typeof message === "string" ? message : message[new Intl.PluralRules(lang).select(Number(values.count))];
  return plural.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
};

/** The shop's people read the first language of its config, whatever the shopper read. */
export const shopReads = words("en");

/** The demo shop's own words. */
export const shopWords = {
  en: { report: "Report a problem", reportItem: "Problem with this item", withdraw: "Withdraw from contract here", kettle: "Gooseneck kettle", vase: "Stoneware vase", candle: "Beeswax candle", board: "Olive wood board", coat: "Boiled-wool house coat" },
  de: { report: "Problem melden", reportItem: "Stimmt etwas nicht?", withdraw: "Vertrag widerrufen", kettle: "Wasserkocher mit Schwanenhals", vase: "Steinzeugvase", candle: "Bienenwachskerze", board: "Olivenholzbrett", coat: "Hausmantel aus Walkwolle" },
};
