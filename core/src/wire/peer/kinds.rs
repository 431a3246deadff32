//! The enums of the vocabulary and those of the schema, one to one.
//!
//! A variant that one side does not know fails to compile. What a newer version sends beyond them
//! never comes here: the schema's code refuses it.

use ringkeeper_schema::peer as schema;

use crate::request::CreateOp;
use crate::stream::CloseReason;
use crate::zab::message::{Part, PeerState, Promise};

macro_rules! one_to_one {
    ($name:ident: $($variant:ident),+ $(,)?) => {
        impl From<$name> for schema::$name {
            fn from(kind: $name) -> schema::$name {
                match kind {
                    $($name::$variant => schema::$name::$variant,)+
                }
            }
        }

        impl From<schema::$name> for $name {
            fn from(kind: schema::$name) -> $name {
                match kind {
                    $(schema::$name::$variant => $name::$variant,)+
                }
            }
        }
    };
}

one_to_one!(PeerState: Looking, Following, Leading, Observing);
one_to_one!(Part: Abstaining, Participant, Observer);
one_to_one!(Promise: None, Given);
one_to_one!(CreateOp: Create, Create2, Container, Ttl);
one_to_one!(CloseReason:
    ClientGone,
    SessionMoved,
    SessionExpired,
    SessionClosed,
    SessionRefused,
    ClientAhead,
    BadHandshake,
    HandshakeTimeout,
    BadFrameLength,
    TooManyLargeRequests,
    BadHeader,
    BadOpcode,
    AuthFailed,
    AuthRequired,
    SlowReader,
    TooManyConnections,
    FourLetterWord,
    Shutdown,
);
