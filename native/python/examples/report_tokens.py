#!/usr/bin/env python3
"""Reports the tokens that a language model generates and how long people wait for the first, so that Lattice can see what its clocks cost in tokens
per second and in ms, and tells the energy of each token.

With Hugging Face's transformers, `TokenReporter` is a streamer:

    with lattice.region("llama", unit="tokens", gpu=0) as region:
        model.generate(**inputs, streamer=TokenReporter(region))

With vLLM, beat after each step of the engine by what `new_tokens` counts:

    with lattice.region("vllm", unit="tokens", gpu=0, latency_ms=200) as region:
        counts = {}
        while engine.has_unfinished_requests():
            region.beat(new_tokens(engine.step(), counts))

A server that answers whole requests measures each: `with region.answering(): reply(request)`.

Run as a program it needs neither: a small model of its own, with the shapes of both, generates text on the CPU.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

import lattice


class TokenReporter:
    """A streamer as `transformers.generate` calls it: `put` with the prompt first, then with each new token; `end` once."""

    def __init__(self, region: lattice.Region) -> None:
        self._region = region
        self._prompted_at: float | None = None
        self._answered = False

    def put(self, value: object) -> None:
        """Counts the tokens of a tensor or list of any shape; the prompt's are not new. The first one after the prompt is the answer's beginning."""
        if self._prompted_at is None:
            self._prompted_at = time.perf_counter()
            return
        if not self._answered:
            self._region.answer(1000 * (time.perf_counter() - self._prompted_at))
            self._answered = True
        self._region.beat(int(np.size(np.asarray(value))))

    def end(self) -> None:
        """The next call brings a new prompt."""
        self._prompted_at, self._answered = None, False


def new_tokens(outputs: list[RequestOutput], counts: dict[str, int]) -> int:
    """Tokens that are new in what vLLM's `engine.step()` returned. `counts` has the tokens of each request so far; finished ones leave it."""
    new = 0
    for output in outputs:
        total = sum(len(completion.token_ids) for completion in output.outputs)
        new += total - counts.get(output.request_id, 0)
        counts[output.request_id] = total
        if output.finished:
            del counts[output.request_id]
    return new


@dataclass
class Completion:
    """As vLLM's CompletionOutput: all tokens so far."""

    token_ids: list[int] = field(default_factory=list)


@dataclass
class RequestOutput:
    """As vLLM's RequestOutput."""

    request_id: str
    outputs: list[Completion]
    finished: bool = False


class SmallModel:
    """A recurrent network with random weights: each token costs real arithmetic. Its text is nonsense."""

    def __init__(self, seed: int = 1, width: int = 256, vocabulary: int = 512) -> None:
        dice = np.random.default_rng(seed)
        self._embed = dice.standard_normal((vocabulary, width))
        self._step = dice.standard_normal((width, width)) / np.sqrt(width)
        self._state = np.zeros(width)

    def tokens(self, prompt: list[int], count: int) -> Iterator[int]:
        """`count` tokens after a prompt."""
        token = prompt[-1]
        for _ in range(count):
            self._state = np.tanh(self._step @ self._state + self._embed[token])
            token = int((self._embed @ self._state).argmax())
            yield token

    def generate(self, prompt: list[int], count: int, streamer: TokenReporter) -> None:
        """As transformers' generate with a streamer."""
        streamer.put(prompt)
        for token in self.tokens(prompt, count):
            streamer.put([token])
        streamer.end()


class SmallEngine:
    """As vLLM's engine: each step gives every unfinished request one token more."""

    def __init__(self, requests: dict[str, int]) -> None:
        self._outputs = {name: RequestOutput(name, [Completion()]) for name in requests}
        self._sources = {name: SmallModel(seed).tokens([1], count) for seed, (name, count) in enumerate(requests.items())}

    def has_unfinished_requests(self) -> bool:
        """Whether a request is not finished."""
        return bool(self._sources)

    def step(self) -> list[RequestOutput]:
        """One token for each request, or its end."""
        stepped = []
        for name, source in list(self._sources.items()):
            output, token = self._outputs[name], next(source, None)
            if token is None:
                output.finished = True
                del self._sources[name]
            else:
                output.outputs[0].token_ids.append(token)
            stepped.append(output)
        return stepped


def main() -> None:
    began = time.monotonic()
    with lattice.region("small-model", unit="tokens") as region:
        SmallModel().generate(prompt=[1, 2, 3], count=2000, streamer=TokenReporter(region))
        print(f"as a streamer: {region}")
        counts: dict[str, int] = {}
        engine = SmallEngine({"first": 300, "second": 700})
        while engine.has_unfinished_requests():
            region.beat(new_tokens(engine.step(), counts))
        print(f"as an engine: {region}")
        info = region.info()
    rate = info.done / (time.monotonic() - began)
    print(f"{rate:.0f} tokens per second; {'a daemon was told' if info.sent else 'no daemon was there'}")


if __name__ == "__main__":
    main()
