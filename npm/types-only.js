// `redress/react` and `redress/vue` are types; who imports them at run time gets nothing.
export {};
