// Loaded before each test file: a file that ends itself would take its other tests with it unseen.
const exit = process.exit
process.exit = () => {
  console.error(new Error('A test called process.exit().').stack)
  exit(1)
}
