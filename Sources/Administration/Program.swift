public import Desk
import Staff
import Wording

/// `levee`: for administrators, and for everyone.
public let program = Program(
  "levee", team: .staff,
  Bilingual(
    "levee: install and look after Levee; look at incidents; report something\nlevee TEAM … runs levee-TEAM …",
    "levee：安装维护、查看事件、上报线索\nlevee 小组 … 等同于 levee-小组 …"),
  [
    SetupCommand.setup, DoctorCommand.doctor, DatabaseCommands.install, DatabaseCommands.upgrade,
    DatabaseCommands.status, PersonCommands.add, PersonCommands.list, PersonCommands.substitute, PersonCommands.signOut,
    PersonCommands.confirmKey, PersonCommands.endKey,
    ProviderCommands.add, ProviderCommands.list, ProviderCommands.refresh, ProviderCommands.end, ProviderCommands.bind,
    ProviderCommands.unbind,
    PersonCommands.remove,
    PersonChanges.bringBack, PersonChanges.rename, PersonChanges.seat,
    TransportCommands.add, TransportCommands.list, TransportCommands.test, TransportCommands.addContact,
    TransportCommands.listContacts, TransportCommands.removeContact, ChannelCommands.add, ChannelCommands.list,
  ] + EmployeeCommands.all + StaffCommands.all)
