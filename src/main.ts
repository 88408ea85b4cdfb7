import { Command, Option } from 'commander'

const example = (text: string) => `\nExample:\n  npm run -s endeavour -- ${text}\n`

const program = new Command('endeavour')
  .description('Runs a school alliance: its records, its review and its people.')
  .showHelpAfterError('(--help says how it is used)')
  .exitOverride()

program
  .command('serve')
  .description('Serve the alliance until it is stopped.')
  .option('--demo', 'load the demonstration first, into an empty database only')
  .addHelpText('after', example('serve'))
  .action(async ({ demo = false }: { demo?: boolean }) => {
    const { settings } = await import('./commands/records.ts')
    const { serveAlliance } = await import('./serve.ts')
    await serveAlliance(settings(), { demo })
  })

const demo = program.command('demo').description('The demonstration alliance.')
demo
  .command('load')
  .description('Load the demonstration alliance into an empty database.')
  .addHelpText('after', example('demo load'))
  .action(async () => (await import('./commands/demo.ts')).loadDemo())

const bring = program.command('import').description('Bring in records from files.')
bring
  .command('year')
  .description('Bring in a year of records, wholly or not at all; the same again changes nothing.')
  .argument('<folder>', 'a folder of CSV files, or one workbook')
  .option('--dry-run', 'say what would be brought in, and write nothing')
  .addHelpText('after', example('import year ../records/2017-18 --dry-run'))
  .action(async (given: string, options: { dryRun?: boolean }) =>
    (await import('./commands/import.ts')).bringIn('year', given, options),
  )
bring
  .command('people')
  .description('Bring in people and their posts, wholly or not at all.')
  .argument('<file>', 'people.csv, or a workbook with people')
  .option('--dry-run', 'say what would be brought in, and write nothing')
  .addHelpText('after', example('import people people.csv'))
  .action(async (given: string, options: { dryRun?: boolean }) =>
    (await import('./commands/import.ts')).bringIn('people', given, options),
  )
bring
  .command('gias')
  .description('Read the national register of schools and propose what it changes.')
  .argument('<file>', 'a CSV file of Get Information about Schools, or a folder of them')
  .option('--authority <code>', 'also propose the other secondary schools of this authority')
  .option('--approve', 'approve at once all that needs no decision')
  .addHelpText('after', example('import gias edubasealldata20261121.csv --authority 350'))
  .action(async (given: string, options: { authority?: string; approve?: boolean }) =>
    (await import('./commands/import.ts')).readRegister(given, options),
  )

program
  .command('review')
  .description('The annual review of a year: figures to read, or a file.')
  .argument('<year>', 'an academic year, such as 2017-18')
  .addOption(new Option('--pdf <file>', 'write it as a PDF').conflicts(['csv', 'json']))
  .addOption(new Option('--csv <file>', 'write its figures as CSV').conflicts('json'))
  .option('--json', 'print its figures as JSON')
  .addOption(new Option('--edition <audience>', 'for whom').choices(['public', 'members']).default('members'))
  .addHelpText('after', example('review 2017-18 --pdf review.pdf --edition public'))
  .action(async (year: string, options) => (await import('./commands/review.ts')).review(year, options))

program
  .command('backup')
  .description('Write all records, as they stand at one moment, to a file.')
  .argument('<file>', 'where to write it; one that is there is replaced when the new one is whole')
  .addHelpText('after', example('backup endeavour.backup'))
  .action(async (file: string) => (await import('./commands/keep.ts')).backup(file))

program
  .command('restore')
  .description('Put a backup into an empty database, wholly or not at all.')
  .argument('<file>', 'a backup of this or an older Endeavour')
  .addHelpText(
    'after',
    `\nExample:\n  DATA_DIR=./restored npm run -s endeavour -- restore endeavour.backup\n`,
  )
  .action(async (file: string) => (await import('./commands/keep.ts')).putBack(file))

const audit = program.command('audit').description('The log of everything that was done.')
audit
  .command('export')
  .description('Write the log to a file that anybody can check.')
  .argument('<file>', 'where to write it')
  .addHelpText('after', example('audit export audit.jsonl'))
  .action(async (file: string) => (await import('./commands/keep.ts')).exportLog(file))
audit
  .command('verify')
  .description('Check an export, and name the first line that was altered.')
  .argument('<file>', 'an export')
  .option('--head <hash>', 'a head noted earlier, which must be among the lines')
  .addHelpText('after', example('audit verify audit.jsonl'))
  .action(async (file: string, options: { head?: string }) =>
    (await import('./commands/keep.ts')).verifyLog(file, options),
  )

program
  .command('receive')
  .description('Take one mail from standard input: an answer to an invitation, handed over by a mail server.')
  .addHelpText('after', '\nExample, as a mail server writes it:\n  |/usr/local/bin/endeavour receive\n')
  .action(async () => (await import('./commands/receive.ts')).receiveMail(process.stdin))

const books = program.command('books').description('The alliance’s money.')
books
  .command('check')
  .description('Check that invoices, payments and the books agree, and name what does not.')
  .addHelpText('after', example('books check'))
  .action(async () => (await import('./commands/books.ts')).checkTheBooks())

const signing = program.command('signing').description('What the alliance signs its agreement with.')
signing
  .command('show')
  .description('Show the signing authority, and say whether this installation can sign.')
  .addHelpText('after', example('signing show'))
  .action(async () => (await import('./commands/signing.ts')).tellSigning())
signing
  .command('renew')
  .description('Begin another signing authority, as when the SECRET it was made under is lost.')
  .addHelpText('after', example('signing renew'))
  .action(async () => (await import('./commands/signing.ts')).renewSigning())

const alliance = program.command('alliance').description('An alliance of your own.')
alliance
  .command('create')
  .description('Start an alliance in an empty database, and let its coordinator in.')
  .argument('<name>', 'its full name')
  .requiredOption('--short-name <name>', 'what it is called for short')
  .requiredOption('--coordinator <name>', 'who keeps its office')
  .requiredOption('--email <address>', 'their email address, with which they sign in')
  .addHelpText(
    'after',
    example(
      'alliance create "Vale Learning Alliance" --short-name "Vale" --coordinator "Amina Shah" --email office@vale.example',
    ),
  )
  .action(async (name: string, options) =>
    (await import('./commands/alliance.ts')).createAlliance(name, options),
  )

program
  .command('clauses')
  .description('Print how each of the 48 clauses is held, to docs/clauses.md.')
  .addHelpText('after', example('clauses'))
  .action(async () => (await import('./commands/clauses.ts')).printClauses())

program
  .command('deployments')
  .description('Print the states of a deployment and who moves it, to docs/deployments.md.')
  .addHelpText('after', example('deployments'))
  .action(async () => (await import('./commands/deployments.ts')).printDeployments())

try {
  await program.parseAsync(process.argv)
} catch (error) {
  const { exitFor } = await import('./commands/exit.ts')
  process.exitCode = exitFor(error)
}
