export type Closeness = 'sector' | 'district' | 'area' | 'further' | 'not known'
type Postcode = { area: string; district: string; sector: string }

const POSTCODE = /^([A-Z]{1,2})(\d[A-Z\d]?)\s*(\d)[A-Z]{2}$/

function read(text: string | null): Postcode | undefined {
  const [, area = '', number = '', inward = ''] = POSTCODE.exec((text ?? '').trim().toUpperCase()) ?? []
  if (!area) return undefined
  return { area, district: area + number, sector: `${area}${number} ${inward}` }
}

/** How near two postcodes are as they are written; no map stands behind it, so that no distance is said. */
export function closeness(from: string | null, to: string | null): { is: Closeness; says: string } {
  const [here, there] = [read(from), read(to)]
  if (!here || !there) return { is: 'not known', says: 'Travel not known: a postcode is missing' }
  if (here.sector === there.sector) return { is: 'sector', says: `Same postcode sector, ${here.sector}` }
  if (here.district === there.district)
    return { is: 'district', says: `Same postcode district, ${here.district}` }
  if (here.area === there.area)
    return { is: 'area', says: `Same postcode area, ${here.area} (${here.district} to ${there.district})` }
  return { is: 'further', says: `Another postcode area: ${here.district} to ${there.district}` }
}
