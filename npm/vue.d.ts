// Templates of Vue 3 for <redress-widget>: `import "redress/vue"` once, or `"types": ["redress/vue"]` in tsconfig.json.

import type { HTMLAttributes, PublicProps } from "vue";
import type { RedressAttributes, RedressEvents, RedressWidgetElement } from "./index.js";

/** `@redress:sent` in a template. */
type Listeners = { [Name in keyof RedressEvents as `onRedress:${Name}`]?: (event: CustomEvent<RedressEvents[Name]>) => void };

/** Its `context` is a property: `:context.prop="…"`. */
type Element = new () => RedressWidgetElement & { $props: HTMLAttributes & RedressAttributes & Listeners & Pick<RedressWidgetElement, "context"> & PublicProps };

declare module "vue" {
  interface GlobalComponents {
    "redress-widget": Element;
  }
}
