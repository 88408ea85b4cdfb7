/** The elements of UBL 2.1 in the order in which its schema has them, as far as any of ours may stand among them. */
const document = (own: { type: string; line: string; due: boolean }) => [
  ...['UBLVersionID', 'CustomizationID', 'ProfileID', 'ProfileExecutionID', 'ID', 'CopyIndicator', 'UUID'],
  ...['IssueDate', 'IssueTime'],
  ...(own.due ? ['DueDate', own.type, 'Note', 'TaxPointDate'] : ['TaxPointDate', own.type, 'Note']),
  ...['DocumentCurrencyCode', 'TaxCurrencyCode', 'PricingCurrencyCode', 'PaymentCurrencyCode'],
  ...['PaymentAlternativeCurrencyCode', 'AccountingCostCode', 'AccountingCost', 'LineCountNumeric'],
  ...['BuyerReference', 'InvoicePeriod', ...(own.due ? [] : ['DiscrepancyResponse']), 'OrderReference'],
  ...['BillingReference', 'DespatchDocumentReference', 'ReceiptDocumentReference'],
  ...[
    'AccountingSupplierParty',
    'AccountingCustomerParty',
    'PayeeParty',
    'TaxRepresentativeParty',
    'Delivery',
  ],
  ...['DeliveryTerms', 'PaymentMeans', 'PaymentTerms', 'AllowanceCharge', 'TaxTotal', 'LegalMonetaryTotal'],
  own.line,
]

const line = (quantity: string) => [
  ...['ID', 'UUID', 'Note', quantity, 'LineExtensionAmount', 'TaxPointDate', 'AccountingCostCode'],
  ...['AccountingCost', 'PaymentPurposeCode', 'FreeOfChargeIndicator', 'InvoicePeriod', 'OrderLineReference'],
  ...['AllowanceCharge', 'Item', 'Price'],
]

const category = ['ID', 'Name', 'Percent', 'TaxExemptionReasonCode', 'TaxExemptionReason', 'TaxScheme']

export const order: Record<string, readonly string[]> = {
  Invoice: document({ type: 'InvoiceTypeCode', line: 'InvoiceLine', due: true }),
  CreditNote: document({ type: 'CreditNoteTypeCode', line: 'CreditNoteLine', due: false }),
  InvoicePeriod: ['StartDate', 'StartTime', 'EndDate', 'EndTime', 'DurationMeasure', 'DescriptionCode'],
  OrderReference: ['ID', 'SalesOrderID', 'CopyIndicator', 'UUID', 'IssueDate'],
  BillingReference: ['InvoiceDocumentReference'],
  InvoiceDocumentReference: ['ID', 'CopyIndicator', 'UUID', 'IssueDate', 'IssueTime', 'DocumentTypeCode'],
  AccountingSupplierParty: ['CustomerAssignedAccountID', 'AdditionalAccountID', 'Party'],
  AccountingCustomerParty: ['CustomerAssignedAccountID', 'SupplierAssignedAccountID', 'Party'],
  Party: [
    ...['WebsiteURI', 'LogoReferenceID', 'EndpointID', 'IndustryClassificationCode', 'PartyIdentification'],
    ...['PartyName', 'Language', 'PostalAddress', 'PhysicalLocation', 'PartyTaxScheme', 'PartyLegalEntity'],
    ...['Contact', 'Person'],
  ],
  PartyIdentification: ['ID'],
  PostalAddress: [
    ...[
      'ID',
      'Postbox',
      'StreetName',
      'AdditionalStreetName',
      'BuildingName',
      'BuildingNumber',
      'Department',
    ],
    ...['CityName', 'PostalZone', 'CountrySubentity', 'AddressLine', 'Country'],
  ],
  Country: ['IdentificationCode', 'Name'],
  PartyTaxScheme: ['RegistrationName', 'CompanyID', 'TaxLevelCode', 'ExemptionReason', 'TaxScheme'],
  TaxScheme: ['ID', 'Name', 'TaxTypeCode'],
  PartyLegalEntity: ['RegistrationName', 'CompanyID', 'RegistrationDate', 'CompanyLegalForm'],
  Contact: ['ID', 'Name', 'Telephone', 'Telefax', 'ElectronicMail', 'Note'],
  PaymentMeans: [
    ...['ID', 'PaymentMeansCode', 'PaymentDueDate', 'PaymentChannelCode', 'InstructionID', 'InstructionNote'],
    ...['PaymentID', 'CardAccount', 'PayerFinancialAccount', 'PayeeFinancialAccount', 'PaymentMandate'],
  ],
  PayeeFinancialAccount: ['ID', 'Name', 'AliasName', 'CurrencyCode', 'FinancialInstitutionBranch', 'Country'],
  FinancialInstitutionBranch: ['ID', 'Name', 'FinancialInstitution', 'Address'],
  PaymentTerms: ['ID', 'PaymentMeansID', 'PrepaidPaymentReferenceID', 'Note'],
  TaxTotal: ['TaxAmount', 'RoundingAmount', 'TaxEvidenceIndicator', 'TaxSubtotal'],
  TaxSubtotal: ['TaxableAmount', 'TaxAmount', 'CalculationSequenceNumeric', 'Percent', 'TaxCategory'],
  TaxCategory: category,
  ClassifiedTaxCategory: category,
  LegalMonetaryTotal: [
    ...['LineExtensionAmount', 'TaxExclusiveAmount', 'TaxInclusiveAmount', 'AllowanceTotalAmount'],
    ...['ChargeTotalAmount', 'PrepaidAmount', 'PayableRoundingAmount', 'PayableAmount'],
  ],
  InvoiceLine: line('InvoicedQuantity'),
  CreditNoteLine: line('CreditedQuantity'),
  Item: [
    'Description',
    'PackQuantity',
    'Name',
    'Keyword',
    'SellersItemIdentification',
    'ClassifiedTaxCategory',
  ],
  Price: ['PriceAmount', 'BaseQuantity', 'PriceChangeReason', 'AllowanceCharge'],
}
