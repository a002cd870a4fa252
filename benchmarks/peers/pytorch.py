#!/usr/bin/env python3
"""The PyTorch peer of the benchmarks: the same model, the same shapes, the same work.

Bidirectional LSTM encoder (half the units each way), LSTM decoder with input feeding, MLP attention queried by the current state,
attentional vector tanh(W [c; h]), linear readout; cross-entropy, clipping to norm 5, Adam. Decoding follows every hypothesis to full length.

  apt-get install python3-torch libopenblas0-pthread
  /usr/bin/python3 benchmarks/peers/pytorch.py train --case g2p-256 --steps 10
  /usr/bin/python3 benchmarks/peers/pytorch.py decode --case mt-512 --beam 5 --batch 32
  /usr/bin/python3 benchmarks/peers/pytorch.py describe

Prints one line of JSON. With --serve it says when it is ready, then does as many pieces of work as each line that it reads says, and answers
with their times.
"""
import argparse
import json
import os
import pathlib
import signal
import statistics
import sys
import time

# OpenBLAS reads it once, when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", str(os.cpu_count()))
import torch
import torch.nn as nn
import torch.nn.functional as F

MASKED = -1e9


class Model(nn.Module):
    def __init__(self, sourceVocabulary, targetVocabulary, embedding, units, **_):
        super().__init__()
        self.units = units
        self.source = nn.Embedding(sourceVocabulary, embedding)
        self.target = nn.Embedding(targetVocabulary, embedding)
        self.encoder = nn.LSTM(embedding, units // 2, bidirectional=True, batch_first=True)
        self.cell = nn.LSTMCell(embedding + units, units)
        self.keys = nn.Linear(units, units, bias=False)
        self.query = nn.Linear(units, units, bias=False)
        self.score = nn.Linear(units, 1, bias=False)
        self.output = nn.Linear(2 * units, units, bias=False)
        self.readout = nn.Linear(units, targetVocabulary)

    def encode(self, source):
        """[B, S] ids to memory and keys, both [B, S, H]."""
        memory, _ = self.encoder(self.source(source))
        return memory, self.keys(memory)

    def first_state(self, rows):
        return tuple(torch.zeros(rows, self.units) for _ in range(3))

    def step(self, embedded, state, memory, keys, mask):
        """[B, E] and a state to the attentional vector [B, H] and the next state."""
        hidden, carry, feed = state
        hidden, carry = self.cell(torch.cat([embedded, feed], 1), (hidden, carry))
        scores = self.score(torch.tanh(keys + self.query(hidden)[:, None])).squeeze(-1)
        weights = F.softmax(scores.masked_fill(~mask, MASKED), -1)
        context = torch.bmm(weights[:, None], memory).squeeze(1)
        feed = torch.tanh(self.output(torch.cat([context, hidden], 1)))
        return feed, (hidden, carry, feed)

    def forward(self, source, target, mask):
        memory, keys = self.encode(source)
        embedded, state, outputs = self.target(target), self.first_state(source.shape[0]), []
        for position in range(target.shape[1]):
            output, state = self.step(embedded[:, position], state, memory, keys, mask)
            outputs.append(output)
        return self.readout(torch.stack(outputs, 1))


def training_step(model, shapes):
    """A function that does one training step: teacher forcing, back-propagation, clipping, Adam."""
    batch, vocabulary = shapes["batch"], shapes["targetVocabulary"]
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    source = torch.randint(0, shapes["sourceVocabulary"], (batch, shapes["sourceLength"]))
    target = torch.randint(0, vocabulary, (batch, shapes["targetLength"]))
    mask = torch.ones(batch, shapes["sourceLength"], dtype=torch.bool)

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(source, target, mask).reshape(-1, vocabulary), target.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()

    return step


def decoded_batch(model, shapes, beam, batch):
    """A function that decodes one batch; no hypothesis ends early, so all sides do the same work."""
    vocabulary, length = shapes["targetVocabulary"], shapes["sourceLength"]
    mask = torch.ones(batch * beam, length, dtype=torch.bool)
    first_rows = torch.arange(batch)[:, None] * beam

    @torch.no_grad()
    def decode():
        source = torch.randint(0, shapes["sourceVocabulary"], (batch, length))
        memory, keys = (x.repeat_interleave(beam, 0) for x in model.encode(source))
        state, tokens = model.first_state(batch * beam), torch.ones(batch * beam, dtype=torch.long)
        scores = torch.full((batch, beam), MASKED)
        scores[:, 0] = 0
        hypotheses = torch.zeros(batch, beam, 0, dtype=torch.long)
        for _ in range(shapes["targetLength"]):
            output, state = model.step(model.target(tokens), state, memory, keys, mask)
            log_probs = F.log_softmax(model.readout(output), -1).view(batch, beam, vocabulary) + scores[:, :, None]
            scores, index = log_probs.view(batch, -1).topk(beam, 1)
            parents = torch.div(index, vocabulary, rounding_mode="floor")
            words = index % vocabulary
            rows = (parents + first_rows).view(-1)
            state, tokens = tuple(part[rows] for part in state), words.view(-1)
            kept = hypotheses.gather(1, parents[:, :, None].expand(-1, -1, hypotheses.shape[2]))
            hypotheses = torch.cat([kept, words[:, :, None]], 2)
        return hypotheses

    return decode


def blas():
    """Which library multiplies matrices; none that is fast: a reference BLAS, which would make a comparison unfair."""
    if torch.backends.mkl.is_available():
        return "mkl"
    if sys.platform != "linux":
        return "unknown"
    mapped = pathlib.Path("/proc/self/maps").read_text()
    for name, library in [("libopenblasp", "openblas-pthread"), ("openblas", "openblas"), ("mkl", "mkl"), ("blis", "blis")]:
        if name in mapped:
            return library
    return "reference"


def quickest_threads():
    """OpenBLAS with threads of its own is quickest if PyTorch has none besides: two on each core would wait for each other."""
    return 1 if blas() == "openblas-pthread" else int(os.environ["OPENBLAS_NUM_THREADS"])


def milliseconds_of(work):
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3


def answer(message):
    print(json.dumps(message), flush=True)


def main():
    # Ctrl-C ends it without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    cases = json.loads((pathlib.Path(__file__).parent.parent / "cases.json").read_text())
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["train", "decode", "describe"])
    parser.add_argument("--case", default="g2p-256", choices=cases)
    parser.add_argument("--shapes", type=json.loads, help="shapes as JSON, instead of a case")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, help="of PyTorch itself; those of the BLAS are OPENBLAS_NUM_THREADS")
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    threads = options.threads or quickest_threads()
    about = {"pytorch": torch.__version__, "blas": blas(), "threads": f"{threads} + {os.environ['OPENBLAS_NUM_THREADS']} BLAS"}
    if options.what == "describe":
        return answer(about)
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    shapes = options.shapes or cases[options.case]
    model = Model(**shapes)
    if options.what == "train":
        work = training_step(model, shapes)
    else:
        work = decoded_batch(model.eval(), shapes, options.beam, options.batch)
    if options.serve:
        answer({"ready": about})
        for times in sys.stdin:
            answer({"readings": [{"milliseconds": milliseconds_of(work), "figures": {}} for _ in range(int(times))]})
        return None
    for _ in range(2):
        work()
    median = statistics.median(milliseconds_of(work) for _ in range(options.steps))
    answer({**about, "what": options.what, "shapes": shapes, "medianMs": median})


if __name__ == "__main__":
    main()
