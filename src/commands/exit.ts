import { CommanderError } from 'commander'
import { CannotOpen } from '../installation.ts'
import { BrokenChain } from '../platform/audit.ts'
import { Refusal } from '../platform/refusal.ts'
import { CannotRestore } from '../platform/restore.ts'
import { WrongSetting } from '../platform/settings.ts'
import { Faulty, UsedWrongly } from './said.ts'

const usedWrongly = [UsedWrongly, WrongSetting]
const toldInWords = [Faulty, CannotOpen, CannotRestore, BrokenChain, Refusal]

const complaints: Record<string, string> = {
  ENOENT: 'There is no such file or folder',
  EACCES: 'It may not be read or written by this user',
  EPERM: 'It may not be read or written by this user',
  EISDIR: 'It is a folder',
  ENOTDIR: 'A part of its path is not a folder',
  ENOSPC: 'The disk is full',
  EROFS: 'The disk cannot be written to',
}

/** Says what went wrong, and what the exit status is: 1 for faults in what was given, 2 for being used wrongly. */
export function exitFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { code = '', path, message, stack } = error as NodeJS.ErrnoException
  const complaint = path || /EISDIR|ENOSPC/.test(code) ? complaints[code] : undefined
  const inWords = [...usedWrongly, ...toldInWords].some((kind) => error instanceof kind)
  if (complaint) process.stderr.write(`${path ?? 'What was given'}: ${complaint}.\n`)
  else if (inWords) process.stderr.write(`${message}\n`)
  else
    process.stderr.write(
      `This is a fault of Endeavour, and nothing was kept of what was under way.\n${stack}\n`,
    )
  return usedWrongly.some((kind) => error instanceof kind) ? 2 : 1
}
