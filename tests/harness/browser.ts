// The browser of all tests: what `cargo xtask test` names, else the first installed Chromium or Chrome.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

export function chrome(): string | undefined {
  const named = process.env.REDRESS_CHROME || process.env.CHROME;
  if (named) return named;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), MAC].find((path) => existsSync(path));
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
export const browserArguments = [
  `--disable-features=${[...PLAYWRIGHT, ...OMNIBOX].join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
