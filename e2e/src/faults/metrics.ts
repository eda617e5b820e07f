/** The sum of a metric over its labels, as an app counts it now; 0 when it has not counted yet. */
export function sumIn(exposition: string, name: string): number {
  const values = exposition.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** Everything that an app counts. */
export async function metricsOf(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  return answer.text();
}
