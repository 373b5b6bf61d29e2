import type { ComponentChildren } from 'preact';
import type { Draft, Faults } from '../logic/form.ts';
import { datasets, strategies } from '../state/catalogue.ts';
import { AccountFields, DetailFields } from './account-fields.tsx';
import { MoneyFields } from './form-fields.tsx';
import { RealismFields } from './realism-fields.tsx';
import { StrategyChoice } from './strategy-choice.tsx';
import type { useDraft } from './use-draft.ts';

interface RunProps {
  readonly run: Pick<ReturnType<typeof useDraft>, 'draft' | 'strategy' | 'explained' | 'ruleFaults' | 'choose' | 'chooseKind'>;
  readonly faults: Faults;
  readonly onDraft: (part: Partial<Draft>) => void;
  /** In place of one field for each parameter. */
  readonly parameters?: ComponentChildren;
}

/** What runs, on which account, with which costs: of a backtest and of every run of a study. */
export function RunFields({ run, faults, onDraft, parameters }: RunProps) {
  const { draft, strategy, explained, ruleFaults, choose, chooseKind } = run;
  const shared = { draft, strategy, faults, onDraft };
  return (
    <>
      <StrategyChoice
        {...shared}
        strategies={strategies.value ?? []}
        ruleFaults={ruleFaults}
        explained={explained}
        onStrategy={choose}
        onKind={chooseKind}
        parameters={parameters}
      />
      <AccountFields {...shared} datasets={datasets.value ?? []} />
      <MoneyFields draft={draft} faults={faults} onDraft={onDraft} />
      <DetailFields {...shared} datasets={datasets.value ?? []} />
      <RealismFields draft={draft} faults={faults} onDraft={onDraft} />
    </>
  );
}
