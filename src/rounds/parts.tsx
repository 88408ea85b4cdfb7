import { Text } from '../platform/parts.tsx'

/** What people wrote in a plain box, line by line as they typed it. */
export const Lines = ({ of }: { of: string }) => (
  <>
    {of
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => (
        <Text>{line}</Text>
      ))}
  </>
)
