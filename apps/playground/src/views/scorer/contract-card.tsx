import type { JSX } from 'preact';
import type { Playground } from '../../page/playground.ts';

/** What a scorer is given and what it gives, in the letters of the field and the numbers of the experiment. */
export const ContractCard = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const { batchSize, units } = playground.experiment.value;
  return (
    <section class="card" aria-label="Contract">
      <h2>What a scorer is</h2>
      <dl class="contract">
        <dt>
          <code>prepare(values)</code>
        </dt>
        <dd>
          The memory <b>[B, S, D]</b>, once per source, to keys: whatever does not depend on the query. It is zero at
          padding.
        </dd>
        <dt>
          <code>score(query, keys, history)</code>
        </dt>
        <dd>
          The query <b>[B, Q]</b> and the keys to scores <b>[B, S]</b>, any numbers. Padding is hidden afterwards.
        </dd>
        <dt>
          <code>history</code>
        </dt>
        <dd>
          <code>position</code> <b>[B, 1]</b> the step, <code>previous</code> <b>[B, S]</b> the last weights,{' '}
          <code>coverage</code> <b>[B, S]</b> their sum so far.
        </dd>
        <dt>
          <code>parameters.create(name, shape, first)</code>
        </dt>
        <dd>A weight, which training changes.</dd>
      </dl>
      <p class="soft">
        Here B is {batchSize}, Q and D are {units}, and S is as long as the source. Imports: tfjs-core,
        @seq2seq/attention, @seq2seq/core.
      </p>
    </section>
  );
};
