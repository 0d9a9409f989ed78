// A link under an order that opens the widget, for React 19.

import { useEffect, useRef, type MouseEvent } from "react";
import { load, type Context, type RedressEvents, type RedressWidgetElement } from "redress";
import "redress/react";

type Props = { order: Context; onSent?: (reference: string) => void };

export function ReportProblem({ order, onSent }: Props) {
  const widget = useRef<RedressWidgetElement>(null);
  useEffect(() => {
    load({ config: "/redress.json" }).catch(reportError); // the link's own address stays the way to complain
  }, []);
  // A property, set by hand: React would write an object as an attribute.
  useEffect(() => {
    if (widget.current) widget.current.context = order;
  }, [order]);
  // Of several orders on a page each has its own element, and until that is there the link is followed.
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    if (!widget.current?.open || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    widget.current.open({ flow: "complaint" }, event.currentTarget);
  };
  // Spread, because Babel refuses a colon in JSX.
  const listeners = { "onredress:sent": ({ detail }: CustomEvent<RedressEvents["sent"]>) => onSent?.(detail.receipt.reference) };
  return (
    <>
      <redress-widget ref={widget} {...listeners} />
      <a href="/returns" data-redress-open="complaint" onClick={open}>
        Report a problem
      </a>
    </>
  );
}
