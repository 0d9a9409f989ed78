// Starts the Vue page.

import { createApp } from "vue";
import Page from "./Page.vue";

createApp(Page).mount("#app");
