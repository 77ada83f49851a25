// Standard objects as far as sales performance reads them. Source: the platform's object reference.
import { currencies, dealObjects } from './deal-objects.ts';
import { makeObject, type ObjectType } from './schema.ts';

export { categoryNames, stages } from './deal-objects.ts';

/** A fresh copy of the standard objects: custom fields may be added to it. */
export function standardObjects(): ObjectType[] {
  return [
    makeObject(
      'Organization',
      '00D',
      'read',
      `
      Name: string(80) required
      FiscalYearStartMonth: int(2) required
      UsesStartDateAsFiscalYearName: boolean
      DefaultLocaleSidKey: picklist(en_US, de_DE)
      LanguageLocaleKey: picklist(en_US, de)
      TimeZoneSidKey: string(40)
      InstanceName: string(5) readonly
      IsSandbox: boolean readonly
      OrganizationType: picklist(Enterprise Edition, Developer Edition) readonly
      NamespacePrefix: string(15) readonly
      TrialExpirationDate: datetime readonly`,
    ),
    makeObject(
      'UserRole',
      '00E',
      'read',
      `
      Name: string(80) required
      DeveloperName: string(80)
      ParentRoleId: reference(UserRole)`,
    ),
    makeObject(
      'Profile',
      '00e',
      'read',
      `Name: string(255) required
      PermissionsViewAllData: boolean readonly
      PermissionsApiEnabled: boolean readonly`,
    ),
    makeObject(
      'User',
      '005',
      'read',
      `
      Username: string(80) required
      Name: string(121) required
      FirstName: string(40)
      LastName: string(80)
      Email: email(128)
      Alias: string(8)
      Title: string(80)
      Department: string(80)
      Division: string(80)
      IsActive: boolean
      ManagerId: reference(User)
      UserRoleId: reference(UserRole)
      ProfileId: reference(Profile)
      DefaultCurrencyIsoCode: picklist(${currencies})
      CurrencyIsoCode: picklist(${currencies})
      TimeZoneSidKey: string(40)
      LocaleSidKey: string(40)`,
    ),
    makeObject(
      'Account',
      '001',
      'read',
      `
      Name: string(255) required
      OwnerId: reference(User) required
      ParentId: reference(Account) > ChildAccounts
      MasterRecordId: reference(Account) readonly
      Type: picklist(Prospect, Customer)
      Industry: picklist(Technology, Healthcare, Retail, Manufacturing, Finance, Education, Media, Logistics)
      NumberOfEmployees: int(8)
      AnnualRevenue: currency(18,0)
      BillingCountry: string(80)
      BillingStreet: textarea(255)
      BillingCity: string(40)
      BillingState: string(80)
      BillingPostalCode: string(20)
      ShippingStreet: textarea(255)
      ShippingCity: string(40)
      ShippingState: string(80)
      ShippingPostalCode: string(20)
      ShippingCountry: string(80)
      Phone: phone(40)
      Fax: phone(40)
      AccountNumber: string(40)
      Website: url(255)
      Sic: string(20)
      SicDesc: string(80)
      Ownership: picklist(Public, Private, Subsidiary, Other)
      TickerSymbol: string(20)
      Description: textarea(32000)
      Rating: picklist(Hot, Warm, Cold)
      Site: string(80)
      Jigsaw: string(20)
      JigsawCompanyId: string(20) readonly
      AccountSource: picklist(Web, Partner, Referral, Outbound, Event)
      CurrencyIsoCode: picklist(${currencies})`,
    ),
    makeObject(
      'Contact',
      '003',
      'private',
      `
      FirstName: string(40)
      LastName: string(80) required
      Name: string(121) readonly
      AccountId: reference(Account) > Contacts
      OwnerId: reference(User)
      Email: email(80)
      Title: string(128)`,
    ),
    ...dealObjects(),
    makeObject(
      'CurrencyType',
      '01L',
      'read',
      `
      IsoCode: picklist(${currencies}) required
      ConversionRate: double(18,6)
      DecimalPlaces: int(1)
      IsActive: boolean
      IsCorporate: boolean`,
    ),
    makeObject(
      'DatedConversionRate',
      '04w',
      'read',
      `
      IsoCode: picklist(${currencies}) required
      ConversionRate: double(18,6)
      StartDate: date
      NextStartDate: date`,
    ),
    makeObject(
      'RecordType',
      '012',
      'read',
      `
      Name: string(80)
      DeveloperName: string(80)
      SobjectType: string(40)
      IsActive: boolean`,
    ),
    makeObject(
      'PermissionSet',
      '0PS',
      'read',
      `
      Name: string(80) required
      Label: string(80)
      Description: string(255)
      NamespacePrefix: string(15) readonly
      IsOwnedByProfile: boolean readonly
      IsCustom: boolean readonly
      ProfileId: reference(Profile) readonly`,
    ),
    makeObject(
      'ObjectPermissions',
      '110',
      'read',
      `
      ParentId: reference(PermissionSet) required > ObjectPerms
      SobjectType: string(40) required
      PermissionsRead: boolean
      PermissionsCreate: boolean
      PermissionsEdit: boolean
      PermissionsDelete: boolean
      PermissionsViewAllRecords: boolean
      PermissionsModifyAllRecords: boolean`,
    ),
    makeObject(
      'FieldPermissions',
      '01k',
      'read',
      `
      ParentId: reference(PermissionSet) required > FieldPerms
      SobjectType: string(40) required
      Field: string(80) required
      PermissionsRead: boolean
      PermissionsEdit: boolean`,
    ),
    makeObject(
      'UserRecordAccess',
      '0fm',
      'read',
      `
      UserId: reference(User) readonly
      RecordId: string(18) readonly
      HasReadAccess: boolean readonly
      HasEditAccess: boolean readonly
      HasDeleteAccess: boolean readonly
      HasTransferAccess: boolean readonly
      HasAllAccess: boolean readonly
      MaxAccessLevel: picklist(None, Read, Edit, Delete, Transfer, All) readonly`,
    ),
    makeObject(
      'PermissionSetAssignment',
      '0Pa',
      'read',
      `
      AssigneeId: reference(User) required > PermissionSetAssignments
      PermissionSetId: reference(PermissionSet) required > Assignments`,
    ),
    makeObject(
      'AppDefinition',
      '06m',
      'read',
      `
      DurableId: string(255) readonly
      DeveloperName: string(80) readonly
      Label: string(80) readonly`,
    ),
    makeObject(
      'TabDefinition',
      '01r',
      'read',
      `
      DurableId: string(255) readonly
      Name: string(80) readonly
      Label: string(80) readonly
      SobjectName: string(80) readonly
      IsCustom: boolean readonly`,
    ),
    {
      ...makeObject(
        'MetadataComponent',
        '4mc',
        'read',
        `
        Type: string(80)
        FullName: string(255)
        Print: string(64)
        Content: textarea`,
      ),
      hidden: true,
    },
  ];
}
