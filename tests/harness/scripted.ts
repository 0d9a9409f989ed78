// What a look into a page needs of it: Playwright's page and the visitor of tests/engines/ both have it.

export type Scripted = { evaluate<Result>(script: () => Result | Promise<Result>): Promise<Result> };
