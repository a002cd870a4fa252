#!/usr/bin/env python3
"""What sacreBLEU says of made-up sentences, for our tests to agree with.

  pip install sacrebleu==2.6.0
  python3 packages/metrics/src/__fixtures__/sacrebleu-scores.py > packages/metrics/src/__fixtures__/sacrebleu-scores.json
"""
import json
import random

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

WORDS = "the cat sat on mat, a dog (ran) away. naïve Größe 東京 of 3.5 %".split()
random.seed(1)


def noisy(words):
    """The same words with some lost, doubled or changed: real outputs are neither equal to a reference nor random."""
    out = []
    for word in words:
        chance = random.random()
        if chance < 0.1:
            continue
        out.append(random.choice(WORDS) if chance < 0.25 else word)
        if chance > 0.9:
            out.append(word)
    return out or [random.choice(WORDS)]


def case():
    """Two references for each of some sources, and an output for each."""
    sources = [[random.choice(WORDS) for _ in range(random.randint(1, 14))] for _ in range(random.randint(1, 5))]
    references = [[" ".join(noisy(source)) for _ in range(2)] for source in sources]
    outputs = [" ".join(noisy(source)) for source in sources]
    return outputs, references


def scores(outputs, references):
    turned = [list(column) for column in zip(*references)]
    bleu = BLEU(tokenize="none", smooth_method="none")
    corpus = bleu.corpus_score(outputs, turned)
    smoothed = BLEU(tokenize="none", smooth_method="add-k", smooth_value=1, effective_order=False)
    chrf = {"chrF2": CHRF(), "chrF++": CHRF(word_order=2), "chrF1": CHRF(beta=1), "chrF3 of 4": CHRF(beta=3, char_order=4)}
    return {
        "outputs": outputs,
        "references": references,
        "bleu": {
            "score": corpus.score / 100,
            "precisions": [precision / 100 for precision in corpus.precisions],
            "brevityPenalty": corpus.bp,
            "hypothesisTokens": corpus.sys_len,
            "referenceTokens": corpus.ref_len,
        },
        "addOne": smoothed.corpus_score(outputs, turned).score / 100,
        "sentenceBleu": [smoothed.sentence_score(o, [r[0]]).score / 100 for o, r in zip(outputs, references)],
        "chrF": {name: metric.corpus_score(outputs, turned).score / 100 for name, metric in chrf.items()},
        "sentenceChrF": {
            name: [metric.sentence_score(o, [r[0]]).score / 100 for o, r in zip(outputs, references)]
            for name, metric in chrf.items()
        },
    }


cases = [scores(*case()) for _ in range(30)]
print(json.dumps({"library": "sacrebleu", "version": sacrebleu.__version__, "cases": cases}, ensure_ascii=False))
