import type { Schedule, ScheduleRun } from '../../domain/schedule.ts';
import type { ScheduleStore } from '../../ports/schedule-store.ts';

/** Schedules and runs in maps. */
export class MemorySchedules implements ScheduleStore {
  readonly #schedules = new Map<string, Schedule>();
  readonly #runs = new Map<string, ScheduleRun>();

  async get(id: string): Promise<Schedule | undefined> {
    return this.#schedules.get(id);
  }

  async list(): Promise<readonly Schedule[]> {
    return [...this.#schedules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async put(schedule: Schedule): Promise<void> {
    this.#schedules.set(schedule.id, schedule);
  }

  async delete(id: string): Promise<void> {
    this.#schedules.delete(id);
  }

  async createRun(run: ScheduleRun): Promise<boolean> {
    if (this.#runs.has(`${run.schedule}/${run.id}`)) return false;
    this.#runs.set(`${run.schedule}/${run.id}`, run);
    return true;
  }

  async getRun(schedule: string, id: string): Promise<ScheduleRun | undefined> {
    return this.#runs.get(`${schedule}/${id}`);
  }

  async listRuns(schedule: string, limit: number): Promise<readonly ScheduleRun[]> {
    const runs = [...this.#runs.values()].filter((run) => run.schedule === schedule);
    return runs.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
  }

  async saveRun(run: ScheduleRun): Promise<boolean> {
    const stored = this.#runs.get(`${run.schedule}/${run.id}`);
    if (stored === undefined || stored.execution > run.execution || stored.execution < run.execution - 1) return false;
    this.#runs.set(`${run.schedule}/${run.id}`, run);
    return true;
  }
}
