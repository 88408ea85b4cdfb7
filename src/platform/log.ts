import pino, { type Logger } from 'pino'
import type { LogLevel } from './settings.ts'

export type Log = Logger

/**
 * Structured lines for whoever runs the installation. They carry ids, addresses of pages and times, never
 * what people typed: query strings, bodies, cookies and mail addresses stay out.
 */
export const logTo = (destination: 'stdout' | 'nowhere' = 'stdout', level: LogLevel = 'info'): Log =>
  pino(
    {
      level: destination === 'nowhere' ? 'silent' : level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['*.email', '*.recipient', '*.body', 'req.headers'], remove: true },
    },
    pino.destination({ dest: 1, sync: false }),
  )
