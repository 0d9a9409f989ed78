// How the browser tests run: which browser, which viewports, which folder is which project. `cargo xtask test` calls this.

import { defineConfig, type PlaywrightTestConfig } from "@playwright/test";
import { launchOptions, wholeBrowser } from "./harness/browser";

const { REDRESS_BENCH, REDRESS_BROWSERS, REDRESS_SHOTS, REDRESS_SNAPSHOTS } = process.env;
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1280, height: 860 } };

/** What is about the network, the config, the law, one kind of question or what follows from answers is the same on a desktop: once, on the phone. */
const anyViewport =
  /\/(ahead|case|cases|changes|config|debug|draft|faults|flows|form|formats|guest|hostile-text|kinds|kinds-config|languages|law|other-orders|outbox|photos|second-module|sending|signed|when-and-where|withdrawal)\.spec\.ts$/;

const tests: PlaywrightTestConfig["projects"] = [
  { name: "loader", testDir: "loader" },
  { name: "receivers", testDir: "receivers" },
  { name: "journeys-phone", testDir: "journeys", use: phone },
  { name: "journeys-desktop", testDir: "journeys", testIgnore: anyViewport, use: desktop },
  { name: "hosts", testDir: "hosts", use: desktop },
  { name: "a11y", testDir: "a11y", use: phone },
  { name: "consumer", testDir: "consumer", use: desktop },
  { name: "guides", testDir: "guides", use: desktop },
];

/** The main journeys, for `cargo xtask test --browsers all`, which names the browsers that are there; they open the browser themselves. */
const engines: PlaywrightTestConfig["projects"] = (REDRESS_BROWSERS ?? "")
  .split(",")
  .filter(Boolean)
  .map((engineName) => ({ name: engineName, testDir: "engines", use: { engineName } as object }));

/** For `cargo xtask shots` alone. Each has its own desk, so that its inbox holds its own cases. No touch: a finger leaves a shade behind. */
const small = { viewport: phone.viewport, isMobile: true, deviceScaleFactor: 2 };
const shots: PlaywrightTestConfig["projects"] = [
  { name: "360", testDir: "visual", use: small },
  { name: "1280", testDir: "visual", use: desktop },
  { name: "dark", testDir: "visual", use: { ...small, colorScheme: "dark" } },
];

/** For `cargo xtask bench` alone. */
const bench: PlaywrightTestConfig["projects"] = [
  { name: "bench", testDir: "bench", testIgnore: "**/peers/**", use: phone },
  { name: "peers", testDir: "bench/peers" },
];

export default defineConfig({
  projects: REDRESS_SHOTS ? shots : REDRESS_BENCH ? bench : [...tests, ...engines],
  outputDir: "results",
  reporter: "list",
  fullyParallel: true,
  workers: 2,
  // A test that fails now and then is a defect, of the test or of the widget.
  retries: 0,
  // Only `cargo xtask snapshots` writes pictures.
  updateSnapshots: "none",
  forbidOnly: Boolean(process.env.CI),
  timeout: 45_000,
  // The gallery's pictures. Letters are drawn a little differently by each system, and the pictures have a palette (visual/palette.ts).
  expect: { timeout: 10_000, toHaveScreenshot: { threshold: 0.25, maxDiffPixelRatio: 0.005, pathTemplate: "visual/gallery/{arg}{ext}" } },
  use: {
    launchOptions: REDRESS_SHOTS || REDRESS_BENCH || REDRESS_SNAPSHOTS ? wholeBrowser : launchOptions,
    actionTimeout: 10_000,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // A tap waits until its target stands still: without the motion between screens each is a sixth of a second faster, and axe judges
    // colours as they are, not half faded in.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: process.env.CI ? "off" : "only-on-failure",
  },
});
