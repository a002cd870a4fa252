/** One of several things as one writes it: its name, or `{ type: name }` with the options that differ from the defaults. */
export type Written<Config extends { readonly type: string }> = Config extends { readonly type: infer Type }
  ? Type | ({ readonly type: Type } & Partial<Omit<Config, 'type'>>)
  : never;
