/** Days are numbered from 1970-01-01, in UTC throughout, so that the machine's time zone has no say. */
const millisecondsPerDay = 86_400_000;

/** The first day of the task, 1900-01-01. */
export const firstDay: number = Date.UTC(1900, 0, 1) / millisecondsPerDay;

/** The last day of the task, 2099-12-31. */
export const lastDay: number = Date.UTC(2099, 11, 31) / millisecondsPerDay;

/** The instant at which a day begins, for `Intl.DateTimeFormat` in UTC. */
export function dayAsDate(day: number): Date {
  return new Date(day * millisecondsPerDay);
}

/** A day as ISO 8601 writes it, "2021-05-03". */
export function isoDate(day: number): string {
  return dayAsDate(day).toISOString().slice(0, 10);
}
