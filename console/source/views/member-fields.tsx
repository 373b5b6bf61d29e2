import type { StrategyInfo } from '../api/types.ts';
import type { Member } from '../logic/several.ts';

interface MembersProps {
  readonly strategies: readonly StrategyInfo[];
  readonly members: readonly Member[];
  readonly fault: string | undefined;
  readonly onMembers: (members: readonly Member[]) => void;
}

/** Several strategies on one account, each with its share of the cash. */
export function MemberFields({ strategies, members, fault, onMembers }: MembersProps) {
  const change = (place: number, part: Partial<Member>) =>
    onMembers(members.map((member, i) => (i === place ? { ...member, ...part } : member)));
  const add = () => onMembers([...members, { strategy: strategies[0]?.id ?? '', share: '' }]);
  return (
    <div class={fault ? 'field faulty' : 'field'} role="group" aria-label="Strategies" aria-describedby="strategies-note">
      {members.map(({ strategy, share }, i) => (
        <div key={i} class="joined member">
          <select
            id={`strategies.${i}`}
            aria-label={`Strategy ${i + 1}`}
            value={strategy}
            onChange={(event) => change(i, { strategy: event.currentTarget.value })}
          >
            {strategies.map(({ id }) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
          <input
            id={`strategies.${i}.share`}
            class="number"
            inputMode="decimal"
            autocomplete="off"
            aria-label={`Share of strategy ${i + 1}`}
            placeholder="share"
            value={share}
            onInput={(event) => change(i, { share: event.currentTarget.value })}
          />
          <button
            type="button"
            class="quiet small"
            aria-label={`Leave out strategy ${i + 1}`}
            onClick={() => onMembers(members.filter((_, place) => place !== i))}
          >
            remove
          </button>
        </div>
      ))}
      <button type="button" class="button small" onClick={add}>
        Add a strategy
      </button>
      <p class="note" id="strategies-note" role={fault ? 'alert' : undefined}>
        {fault ?? 'each with its share of the cash; empty shares are equal parts of the rest'}
      </p>
    </div>
  );
}
