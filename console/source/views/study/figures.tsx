/** Numbers that are read first: a label and a value each. */
export const Figures = ({ label, items }: { label: string; items: readonly (readonly [label: string, value: string])[] }) => (
  <dl class="headlines" aria-label={label}>
    {items.map(([name, value]) => (
      <div key={name} class={value.length > 40 ? 'row' : ''}>
        <dt>{name}</dt>
        <dd class={value.length > 12 ? 'long' : ''}>{value}</dd>
      </div>
    ))}
  </dl>
);
