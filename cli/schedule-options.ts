import { type Command, Option } from 'commander';
import { demand, JSON_OUT } from './option-values.ts';

const API = new Option('--api <url>', 'the platform, for example http://127.0.0.1:4600');

/** `skytape schedules`: downloads and checks that a platform does by itself. */
export function addSchedules(program: Command): void {
  const schedules = program.command('schedules').description('downloads and checks that a platform does by itself');
  const add = (name: string, about: string): Command => schedules.command(name).description(about).addOption(JSON_OUT).addOption(API);
  add('list', 'every schedule').action(async (options) => {
    demand(options, 'api');
    await (await import('./commands/schedules.ts')).schedulesList(options);
  });
  add('save <id> <file>', 'create or replace a schedule with what a JSON file says; the next run follows it').action(
    async (id, file, options) => {
      demand(options, 'api');
      await (await import('./commands/schedules.ts')).schedulesSave(id, file, options);
    },
  );
  add('delete <id>', 'end a schedule; its runs stay').action(async (id, options) => {
    demand(options, 'api');
    await (await import('./commands/schedules.ts')).schedulesDelete(id, options);
  });
  add('run <id>', 'begin a run now').action(async (id, options) => {
    demand(options, 'api');
    await (await import('./commands/schedules.ts')).schedulesRun(id, options);
  });
  add('runs <id>', 'its runs, newest first, with what failed').action(async (id, options) => {
    demand(options, 'api');
    await (await import('./commands/schedules.ts')).schedulesRuns(id, options);
  });
  add('redrive <id> <run>', 'run a failed run again where it failed').action(async (id, run, options) => {
    demand(options, 'api');
    await (await import('./commands/schedules.ts')).schedulesRedrive(id, run, options);
  });
}
