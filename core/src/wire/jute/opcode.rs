//! The operations of the protocol by number.
//!
//! Must never be matched with `_ =>` but where a foreign number is read.

/// Every opcode ZooKeeper 3.9 knows, those that clients may not use included.
/// Source: `org.apache.zookeeper.ZooDefs.OpCode`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(i32)]
#[allow(missing_docs)] // The names are the protocol's own.
pub enum Opcode {
    CloseSession = -11,
    CreateSession = -10,
    Error = -1,
    Notification = 0,
    Create = 1,
    Delete = 2,
    Exists = 3,
    GetData = 4,
    SetData = 5,
    GetAcl = 6,
    SetAcl = 7,
    GetChildren = 8,
    Sync = 9,
    Ping = 11,
    GetChildren2 = 12,
    Check = 13,
    Multi = 14,
    Create2 = 15,
    Reconfig = 16,
    CheckWatches = 17,
    RemoveWatches = 18,
    CreateContainer = 19,
    DeleteContainer = 20,
    CreateTtl = 21,
    MultiRead = 22,
    Auth = 100,
    SetWatches = 101,
    Sasl = 102,
    GetEphemerals = 103,
    GetAllChildrenNumber = 104,
    SetWatches2 = 105,
    AddWatch = 106,
    WhoAmI = 107,
}

impl Opcode {
    /// The opcode whose wire form is `opcode`.
    #[inline]
    pub const fn from_i32(opcode: i32) -> Option<Opcode> {
        Some(match opcode {
            -11 => Opcode::CloseSession,
            -10 => Opcode::CreateSession,
            -1 => Opcode::Error,
            0 => Opcode::Notification,
            1 => Opcode::Create,
            2 => Opcode::Delete,
            3 => Opcode::Exists,
            4 => Opcode::GetData,
            5 => Opcode::SetData,
            6 => Opcode::GetAcl,
            7 => Opcode::SetAcl,
            8 => Opcode::GetChildren,
            9 => Opcode::Sync,
            11 => Opcode::Ping,
            12 => Opcode::GetChildren2,
            13 => Opcode::Check,
            14 => Opcode::Multi,
            15 => Opcode::Create2,
            16 => Opcode::Reconfig,
            17 => Opcode::CheckWatches,
            18 => Opcode::RemoveWatches,
            19 => Opcode::CreateContainer,
            20 => Opcode::DeleteContainer,
            21 => Opcode::CreateTtl,
            22 => Opcode::MultiRead,
            100 => Opcode::Auth,
            101 => Opcode::SetWatches,
            102 => Opcode::Sasl,
            103 => Opcode::GetEphemerals,
            104 => Opcode::GetAllChildrenNumber,
            105 => Opcode::SetWatches2,
            106 => Opcode::AddWatch,
            107 => Opcode::WhoAmI,
            _ => return None,
        })
    }

    /// The short name under which `cons` shows a connection's last operation.
    pub const fn short_name(self) -> &'static str {
        match self {
            Opcode::Ping => "PING",
            Opcode::CreateSession => "SESS",
            Opcode::Multi => "MULT",
            Opcode::MultiRead => "MLTR",
            Opcode::Create | Opcode::Create2 | Opcode::CreateContainer | Opcode::CreateTtl => {
                "CREA"
            }
            Opcode::Delete | Opcode::DeleteContainer => "DELE",
            Opcode::SetData => "SETD",
            Opcode::Reconfig => "RECO",
            Opcode::SetAcl => "SETA",
            Opcode::CloseSession => "CLOS",
            Opcode::Sync => "SYNC",
            Opcode::Check => "CHEC",
            Opcode::Exists => "EXIS",
            Opcode::GetData => "GETD",
            Opcode::SetWatches => "SETW",
            Opcode::SetWatches2 => "STW2",
            Opcode::AddWatch => "ADDW",
            Opcode::GetAcl => "GETA",
            Opcode::GetChildren | Opcode::GetChildren2 => "GETC",
            Opcode::GetAllChildrenNumber => "GETACN",
            Opcode::CheckWatches => "CHKW",
            Opcode::RemoveWatches => "REMW",
            Opcode::WhoAmI => "HOMI",
            Opcode::GetEphemerals => "GETE",
            Opcode::Auth | Opcode::Sasl | Opcode::Error | Opcode::Notification => "NA",
        }
    }
}
