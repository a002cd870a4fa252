// What the compiler knows of configs: the kinds of a catalog by name, each with its own options, so that a misspelt one does not compile.
import type { DecoderInput, LookInput, ModelConfigInput, VariationalDropoutConfig } from '../config/model-config.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import type { builtIn, Catalog } from './catalog.ts';

type OptionsOf<Kind> = Kind extends { create: (...given: infer Given) => unknown } ? Given[1] : never;

/** The union of every `{ type: name, ...options }` that the kinds of one part allow; a name alone where no option must be given. */
export type KindConfigOf<Kinds> = {
  [Name in keyof Kinds & string]:
    | ({ readonly type: Name } & OptionsOf<Kinds[Name]>)
    | (Record<never, never> extends OptionsOf<Kinds[Name]> ? Name : never);
}[keyof Kinds & string];

/** The same for scorers. */
export type ScorerConfigOf<Scorers extends Catalog['scorers']> = KindConfigOf<Scorers>;

/** The kinds of one part: those that the caller has, or else the built-in ones. */
type Section<Parts, Name extends keyof Catalog> = Parts extends { readonly [Given in Name]: infer Kinds }
  ? Kinds
  : (typeof builtIn)[Name];

type Look<Parts> = Omit<LookInput, 'scorer' | 'window' | 'normalizer'> & {
  readonly scorer: KindConfigOf<Section<Parts, 'scorers'>>;
  readonly window?: KindConfigOf<Section<Parts, 'windows'>>;
  readonly normalizer?: KindConfigOf<Section<Parts, 'normalizers'>>;
};

type Cells<Parts> = KindConfigOf<Section<Parts, 'cells'>>;

type EncoderShared<Parts> = {
  readonly cell?: Cells<Parts>;
  readonly resetAfter?: boolean;
  readonly dropout?: number;
  readonly variationalDropout?: Partial<VariationalDropoutConfig>;
  readonly zoneout?: number;
  readonly summary?: KindConfigOf<Section<Parts, 'summaries'>>;
};

type Encoders<Parts> = Section<Parts, 'encoders'>;

/** A type for each kind: what no `type` is said of is recurrent, and has no options of other kinds. */
type EncoderOf<Parts> = {
  [Name in keyof Encoders<Parts> & string]: EncoderShared<Parts> &
    OptionsOf<Encoders<Parts>[Name]> &
    (Name extends 'recurrent'
      ? { readonly type?: Name } & {
          readonly [Other in Exclude<OptionNames<Encoders<Parts>>, keyof OptionsOf<Encoders<Parts>[Name]>>]?: never;
        }
      : { readonly type: Name });
}[keyof Encoders<Parts> & string];

type OptionNames<Kinds> = { [Name in keyof Kinds]: keyof OptionsOf<Kinds[Name]> }[keyof Kinds];

/** A config whose kinds are those of a catalog's parts. */
export type ModelConfigWith<Parts extends Partial<Catalog>> = Omit<
  ModelConfigInput,
  'encoder' | 'bridge' | 'decoder' | 'output' | 'attention'
> & {
  readonly encoder: EncoderOf<Parts>;
  readonly bridge: KindConfigOf<Section<Parts, 'bridges'>>;
  readonly decoder: Omit<DecoderInput, 'cell'> & { readonly cell: Cells<Parts> };
  readonly output?: KindConfigOf<Section<Parts, 'outputs'>>;
  readonly attention?: Look<Parts> &
    Pick<NonNullable<ModelConfigInput['attention']>, 'query' | 'upperLayers'> & {
      readonly beside?: readonly Look<Parts>[];
    };
};

/** A config for training whose kinds are those of a catalog's parts. */
export type RunConfigWith<Parts extends Partial<Catalog>> = Omit<RunConfigInput, 'model'> & {
  readonly model: Omit<ModelConfigWith<Parts>, 'source' | 'target'> &
    Pick<RunConfigInput['model'], 'source' | 'target'>;
};
