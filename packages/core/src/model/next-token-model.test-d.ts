import type { LanguageModel } from './language-model.ts';
import type { NextTokenModel } from './next-token-model.ts';
import type { Seq2SeqModel } from './seq2seq-model.ts';

declare const language: LanguageModel;
declare const translation: Seq2SeqModel;

// A search can be asked of both.
language satisfies NextTokenModel;
translation satisfies NextTokenModel;
