// The browsers of the tests: what `cargo xtask test` names, else what is installed.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

const named = process.env.REDRESS_CHROME || process.env.CHROME;

function installed(names: string[], elsewhere: string[] = []): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find((path) => existsSync(path));
}

/** Chromium or Chrome as people have it. */
function chrome(): string | undefined {
  return named || installed(NAMES, [MAC]);
}

/**
 * Where there is one: Chromium's engine without windows and all that belongs to a person's profile, which is what Playwright itself
 * downloads for tests. A quarter less work for the processor.
 */
function headlessShell(): string | undefined {
  return process.env.REDRESS_HEADLESS_SHELL || (named ? undefined : installed(["chromium-headless-shell"]));
}

/**
 * Chrome's address bar draws its list of proposals as web pages of its own, two for each window: a third of all the tests' time.
 */
const OMNIBOX = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"];
/** What Playwright itself switches off: of two such switches only the last counts. */
const PLAYWRIGHT = [
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable"],
  ...["LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"],
  ...["OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
];

/** A container's root has no sandbox; nothing of Chrome's own business may disturb a test. */
const browserArguments = [
  `--disable-features=${[...PLAYWRIGHT, ...OMNIBOX].join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  // As the whole browser draws letters; only the one without windows reads it, and the gallery's pictures are the same in both.
  "--font-render-hinting=none",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How Playwright starts the browser of nearly all tests. */
export const launchOptions = { executablePath: headlessShell() ?? chrome(), args: browserArguments };
/** And where it is about what only a whole browser has or how fast it is, and what it shows to people. */
export const wholeBrowser = { ...launchOptions, executablePath: chrome() };
