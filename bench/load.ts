import http from 'node:http'

export type Load = { perSecond: number; p50: number; p99: number; bytes: number }

/** Asks one address over and over on so many connections, for so many seconds, and times every answer. */
export async function load(
  url: string,
  headers: Record<string, string>,
  connections = 20,
  seconds = 5,
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let bytes = 0
  const until = performance.now() + seconds * 1000
  const one = async () => {
    while (performance.now() < until) {
      const started = performance.now()
      bytes = await ask(url, headers, agent)
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), bytes }
}

function ask(url: string, headers: Record<string, string>, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`))
        let size = 0
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length
        })
        answer.on('end', () => resolve(size))
      })
      .on('error', reject)
  })
}
