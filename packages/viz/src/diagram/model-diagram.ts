/** A sequence-to-sequence model as a figure needs it: words and shapes of the network, no weights and no config of ours. */

/** What the figure shows, unrolled over a few steps of source and target. */
export type ModelDiagram = {
  /** printed above, and what a screen reader says first */
  readonly title: string;
  /** absent in a language model, which is a decoder alone */
  readonly encoder?: DiagramEncoder;
  /** how the decoder's first state comes from the encoder; absent if the decoder begins with zeros */
  readonly bridge?: DiagramBridge;
  readonly context: DiagramContext;
  readonly decoder: DiagramDecoder;
  readonly output: DiagramOutput;
};

/** What reads the source. */
export type DiagramEncoder = {
  /** [S] labels of the source steps in the order they are read, such as `x1 x2 x3 </s>`, or reversed as in Sutskever 2014 */
  readonly source: readonly string[];
  /** [L] lowest first */
  readonly layers: readonly DiagramEncoderLayer[];
  /** one phrase for the caption, such as `the source is read backwards` */
  readonly note?: string;
};

/** One layer of cells, as wide as the source is long unless it or a layer below shortens time. */
export type DiagramEncoderLayer = {
  /** the short name written into each box, such as `LSTM` */
  readonly cell: string;
  /** what is said once beside the row, such as `512 units` */
  readonly detail?: string;
  readonly direction: 'forward' | 'backward' | 'bidirectional';
  /** whether the layer's input is added to its output */
  readonly residual?: boolean;
  /** how many steps of the layer below become one; 1 if absent, 2 in the pyramid of Chan 2016 */
  readonly reduction?: number;
};

/** What turns the encoder's final states into the decoder's first ones. */
export type DiagramBridge = {
  /** for the caption, such as `dense, tanh(W h)` */
  readonly label: string;
  /**
   * `same-layer` if absent: decoder layer l begins with the end of encoder layer l, or of its top layer if there is no such.
   * `top-layer`: all begin with the end of the top layer. `top-backward`: with its backward half alone (Bahdanau 2015).
   */
  readonly from?: 'same-layer' | 'top-layer' | 'top-backward';
};

/**
 * What the decoder gets to see of the source. `none`: there is no source. `initial`: its first state alone (Sutskever 2014).
 * `every-step`: the encoder's summary at each step as well (Cho 2014). `attention`: a context of its own at each step.
 */
export type DiagramContext =
  | { readonly type: 'none' }
  | { readonly type: 'initial' }
  | { readonly type: 'every-step' }
  | DiagramAttention;

/** Where attention gets its query from and where its context goes. */
export type DiagramAttention = {
  readonly type: 'attention';
  /**
   * `previous`: the query is the state of the step before, the context an input of the cell (Bahdanau 2015). `current`: the query is
   * the step's output, and both make the attentional vector (Luong 2015). `between`: the query is the state between the two cells
   * of the lowest layer, the context an input of the second (the conditional GRU of Nematus, Sennrich 2017).
   */
  readonly query: 'previous' | 'current' | 'between';
  /** the formula of the scores, such as `v · tanh(W q + U m)` */
  readonly scorer: string;
  /** which positions may be looked at, such as `global` */
  readonly window: string;
  /** what makes weights of scores, such as `softmax` */
  readonly normalizer: string;
  /** whether the attentional vector is an input of the next step; with the `current` query only */
  readonly inputFeeding?: boolean;
  /** whether the context is an input of all layers instead of the lowest (Wu 2016); not with the `current` query */
  readonly entersUpperLayers?: boolean;
};

/** What writes the target. */
export type DiagramDecoder = {
  /** [T] labels of what each step reads, such as `<s> y1 y2` */
  readonly inputs: readonly string[];
  /** [T] labels of what each step writes, such as `y1 y2 </s>` */
  readonly outputs: readonly string[];
  /** [L] lowest first */
  readonly layers: readonly DiagramDecoderLayer[];
  /** the name of the lowest layer's second cell, after attention; there with the query `between`, and only then */
  readonly secondCell?: string;
};

/** One layer of the decoder, which always runs forward. */
export type DiagramDecoderLayer = {
  /** the short name written into each box, such as `GRU` */
  readonly cell: string;
  /** what is said once beside the row, such as `512 units` */
  readonly detail?: string;
  /** whether the layer's input is added to its output */
  readonly residual?: boolean;
};

/** From the decoder's output to the next token. */
export type DiagramOutput = {
  /** written into each box, such as `softmax` or `maxout + softmax` */
  readonly label: string;
  /** whether it also reads the embedded input and the context, if there is one (deep output, Pascanu 2014) */
  readonly deep?: boolean;
  /** whether a token of the source may be copied (Gu 2016; See 2017) */
  readonly copy?: boolean;
};
