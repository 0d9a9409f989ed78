// Three pages of one shop, built below /shop/: without a framework, with React, with Vue.

import vue from "@vitejs/plugin-vue";
import redress from "redress/vite";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/shop/",
  plugins: [redress(), vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "redress-widget" } } })],
  build: { rolldownOptions: { input: ["plain.html", "react.html", "vue.html"] } },
});
