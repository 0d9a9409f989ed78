// How the browser tests run: which browser, which viewports, which folder is which project. `cargo xtask test` calls this.

import { defineConfig, type PlaywrightTestConfig } from "@playwright/test";
import { browserArguments, chrome } from "./harness/browser";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1280, height: 860 } };

const projects: PlaywrightTestConfig["projects"] = [
  { name: "loader", testDir: "loader" },
  { name: "journeys-phone", testDir: "journeys", use: phone },
  { name: "journeys-desktop", testDir: "journeys", use: desktop },
  { name: "hosts", testDir: "hosts", use: desktop },
  { name: "a11y", testDir: "a11y", use: phone },
];
// Draws docs/screens/ and asserts little: `cargo xtask shots` runs it, the tests do not.
if (process.env.REDRESS_SHOTS) projects.splice(0, projects.length, { name: "shots", testDir: "visual" });

export default defineConfig({
  projects,
  outputDir: "results",
  reporter: "list",
  fullyParallel: true,
  workers: 2,
  // A test that fails now and then is a defect, of the test or of the widget.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: { executablePath: chrome(), args: browserArguments },
    actionTimeout: 10_000,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    screenshot: process.env.CI ? "off" : "only-on-failure",
  },
});
