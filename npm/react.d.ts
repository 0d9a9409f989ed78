// JSX of React 19 for <redress-widget>: `import "redress/react"` once, or `"types": ["redress/react"]` in tsconfig.json.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { RedressAttributes, RedressEvents, RedressWidgetElement } from "./index.js";

/** React listens to what follows `on`, letter by letter. */
type Listeners = { [Name in keyof RedressEvents as `onredress:${Name}`]?: (event: CustomEvent<RedressEvents[Name]>) => void };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      // Without `context`: React would write it as an attribute; set the property through a ref.
      "redress-widget": DetailedHTMLProps<HTMLAttributes<RedressWidgetElement>, RedressWidgetElement> & RedressAttributes & Listeners;
    }
  }
}
