import { defineFees } from '../shared/engine/costs/define.ts';

/** Stamp Duty Reserve Tax on shares in the United Kingdom (Finance Act 1986, section 87). */
const DUTY = 0.005;

export default defineFees({
  id: 'stamp-duty',
  about: 'Half a percent of what is bought, nothing of what is sold.',
  fee: ({ side, notional }) => (side === 'buy' ? notional * DUTY : 0),
});
