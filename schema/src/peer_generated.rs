pub use root::*;

const _: () = ::planus::check_version_compatibility("planus-1.3.0");

/// The root namespace
///
/// Generated from these locations:
/// * File `peer.fbs`
#[no_implicit_prelude]
#[allow(clippy::needless_lifetimes)]
mod root {
    /// The namespace `ringkeeper`
    ///
    /// Generated from these locations:
    /// * File `peer.fbs`
    pub mod ringkeeper {
        /// The namespace `ringkeeper.peer`
        ///
        /// Generated from these locations:
        /// * File `peer.fbs`
        pub mod peer {
            /// The struct `EnsembleId` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Struct `EnsembleId` in the file `peer.fbs:16`
            #[derive(Copy, Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash, Default)]
            pub struct EnsembleId {
                /// The field `low` in the struct `EnsembleId`
                pub low: u64,

                /// The field `high` in the struct `EnsembleId`
                pub high: u64,
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for EnsembleId {
                const ALIGNMENT: usize = 8;
                const SIZE: usize = 16;
            }

            #[allow(clippy::identity_op)]
            impl ::planus::WriteAsPrimitive<EnsembleId> for EnsembleId {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    let (cur, cursor) = cursor.split::<8, 8>();
                    self.low.write(cur, buffer_position - 0);
                    let (cur, cursor) = cursor.split::<8, 0>();
                    self.high.write(cur, buffer_position - 8);
                    cursor.finish([]);
                }
            }

            impl ::planus::WriteAsOffset<EnsembleId> for EnsembleId {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<EnsembleId> {
                    unsafe {
                        builder.write_with(16, 7, |buffer_position, bytes| {
                            let bytes = bytes.as_mut_ptr();

                            ::planus::WriteAsPrimitive::write(
                                self,
                                ::planus::Cursor::new(
                                    &mut *(bytes as *mut [::core::mem::MaybeUninit<u8>; 16]),
                                ),
                                buffer_position,
                            );
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<EnsembleId> for EnsembleId {
                type Prepared = Self;
                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }
            }

            impl ::planus::WriteAsOptional<EnsembleId> for EnsembleId {
                type Prepared = Self;
                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<Self> {
                    ::core::option::Option::Some(*self)
                }
            }

            /// Reference to a deserialized [EnsembleId].
            #[derive(Copy, Clone)]
            pub struct EnsembleIdRef<'a>(::planus::ArrayWithStartOffset<'a, 16>);

            impl<'a> EnsembleIdRef<'a> {
                /// Getter for the [`low` field](EnsembleId#structfield.low).
                pub fn low(&self) -> u64 {
                    let buffer = self.0.advance_as_array::<8>(0).unwrap();

                    u64::from_le_bytes(*buffer.as_array())
                }

                /// Getter for the [`high` field](EnsembleId#structfield.high).
                pub fn high(&self) -> u64 {
                    let buffer = self.0.advance_as_array::<8>(8).unwrap();

                    u64::from_le_bytes(*buffer.as_array())
                }
            }

            impl<'a> ::core::fmt::Debug for EnsembleIdRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("EnsembleIdRef");
                    f.field("low", &self.low());
                    f.field("high", &self.high());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::From<::planus::ArrayWithStartOffset<'a, 16>> for EnsembleIdRef<'a> {
                fn from(array: ::planus::ArrayWithStartOffset<'a, 16>) -> Self {
                    Self(array)
                }
            }

            impl<'a> ::core::convert::From<EnsembleIdRef<'a>> for EnsembleId {
                #[allow(unreachable_code)]
                fn from(value: EnsembleIdRef<'a>) -> Self {
                    Self {
                        low: value.low(),
                        high: value.high(),
                    }
                }
            }

            impl<'a, 'b> ::core::cmp::PartialEq<EnsembleIdRef<'a>> for EnsembleIdRef<'b> {
                fn eq(&self, other: &EnsembleIdRef<'_>) -> bool {
                    self.low() == other.low() && self.high() == other.high()
                }
            }

            impl<'a> ::core::cmp::Eq for EnsembleIdRef<'a> {}
            impl<'a, 'b> ::core::cmp::PartialOrd<EnsembleIdRef<'a>> for EnsembleIdRef<'b> {
                fn partial_cmp(
                    &self,
                    other: &EnsembleIdRef<'_>,
                ) -> ::core::option::Option<::core::cmp::Ordering> {
                    ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
                }
            }

            impl<'a> ::core::cmp::Ord for EnsembleIdRef<'a> {
                fn cmp(&self, other: &EnsembleIdRef<'_>) -> ::core::cmp::Ordering {
                    self.low()
                        .cmp(&other.low())
                        .then_with(|| self.high().cmp(&other.high()))
                }
            }

            impl<'a> ::core::hash::Hash for EnsembleIdRef<'a> {
                fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                    self.low().hash(state);
                    self.high().hash(state);
                }
            }

            impl<'a> ::planus::TableRead<'a> for EnsembleIdRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let buffer = buffer.advance_as_array::<16>(offset)?;
                    ::core::result::Result::Ok(Self(buffer))
                }
            }

            impl<'a> ::planus::VectorRead<'a> for EnsembleIdRef<'a> {
                const STRIDE: usize = 16;

                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> Self {
                    Self(unsafe { buffer.unchecked_advance_as_array(offset) })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<EnsembleId> for EnsembleId {
                const STRIDE: usize = 16;

                type Value = EnsembleId;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self::Value {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[EnsembleId],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 16];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (16 * i) as u32,
                        );
                    }
                }
            }

            /// The struct `ConnectionId` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Struct `ConnectionId` in the file `peer.fbs:22`
            #[derive(Copy, Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash, Default)]
            pub struct ConnectionId {
                /// The field `slot` in the struct `ConnectionId`
                pub slot: u32,

                /// The field `generation` in the struct `ConnectionId`
                pub generation: u32,

                /// The field `shard` in the struct `ConnectionId`
                pub shard: u16,
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for ConnectionId {
                const ALIGNMENT: usize = 4;
                const SIZE: usize = 12;
            }

            #[allow(clippy::identity_op)]
            impl ::planus::WriteAsPrimitive<ConnectionId> for ConnectionId {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    let (cur, cursor) = cursor.split::<4, 8>();
                    self.slot.write(cur, buffer_position - 0);
                    let (cur, cursor) = cursor.split::<4, 4>();
                    self.generation.write(cur, buffer_position - 4);
                    let (cur, cursor) = cursor.split::<2, 2>();
                    self.shard.write(cur, buffer_position - 8);
                    let cursor = cursor.write::<2, 0>([0; 2]);
                    cursor.finish([]);
                }
            }

            impl ::planus::WriteAsOffset<ConnectionId> for ConnectionId {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<ConnectionId> {
                    unsafe {
                        builder.write_with(12, 3, |buffer_position, bytes| {
                            let bytes = bytes.as_mut_ptr();

                            ::planus::WriteAsPrimitive::write(
                                self,
                                ::planus::Cursor::new(
                                    &mut *(bytes as *mut [::core::mem::MaybeUninit<u8>; 12]),
                                ),
                                buffer_position,
                            );
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<ConnectionId> for ConnectionId {
                type Prepared = Self;
                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }
            }

            impl ::planus::WriteAsOptional<ConnectionId> for ConnectionId {
                type Prepared = Self;
                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<Self> {
                    ::core::option::Option::Some(*self)
                }
            }

            /// Reference to a deserialized [ConnectionId].
            #[derive(Copy, Clone)]
            pub struct ConnectionIdRef<'a>(::planus::ArrayWithStartOffset<'a, 12>);

            impl<'a> ConnectionIdRef<'a> {
                /// Getter for the [`slot` field](ConnectionId#structfield.slot).
                pub fn slot(&self) -> u32 {
                    let buffer = self.0.advance_as_array::<4>(0).unwrap();

                    u32::from_le_bytes(*buffer.as_array())
                }

                /// Getter for the [`generation` field](ConnectionId#structfield.generation).
                pub fn generation(&self) -> u32 {
                    let buffer = self.0.advance_as_array::<4>(4).unwrap();

                    u32::from_le_bytes(*buffer.as_array())
                }

                /// Getter for the [`shard` field](ConnectionId#structfield.shard).
                pub fn shard(&self) -> u16 {
                    let buffer = self.0.advance_as_array::<2>(8).unwrap();

                    u16::from_le_bytes(*buffer.as_array())
                }
            }

            impl<'a> ::core::fmt::Debug for ConnectionIdRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ConnectionIdRef");
                    f.field("slot", &self.slot());
                    f.field("generation", &self.generation());
                    f.field("shard", &self.shard());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::From<::planus::ArrayWithStartOffset<'a, 12>> for ConnectionIdRef<'a> {
                fn from(array: ::planus::ArrayWithStartOffset<'a, 12>) -> Self {
                    Self(array)
                }
            }

            impl<'a> ::core::convert::From<ConnectionIdRef<'a>> for ConnectionId {
                #[allow(unreachable_code)]
                fn from(value: ConnectionIdRef<'a>) -> Self {
                    Self {
                        slot: value.slot(),
                        generation: value.generation(),
                        shard: value.shard(),
                    }
                }
            }

            impl<'a, 'b> ::core::cmp::PartialEq<ConnectionIdRef<'a>> for ConnectionIdRef<'b> {
                fn eq(&self, other: &ConnectionIdRef<'_>) -> bool {
                    self.slot() == other.slot()
                        && self.generation() == other.generation()
                        && self.shard() == other.shard()
                }
            }

            impl<'a> ::core::cmp::Eq for ConnectionIdRef<'a> {}
            impl<'a, 'b> ::core::cmp::PartialOrd<ConnectionIdRef<'a>> for ConnectionIdRef<'b> {
                fn partial_cmp(
                    &self,
                    other: &ConnectionIdRef<'_>,
                ) -> ::core::option::Option<::core::cmp::Ordering> {
                    ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
                }
            }

            impl<'a> ::core::cmp::Ord for ConnectionIdRef<'a> {
                fn cmp(&self, other: &ConnectionIdRef<'_>) -> ::core::cmp::Ordering {
                    self.slot()
                        .cmp(&other.slot())
                        .then_with(|| self.generation().cmp(&other.generation()))
                        .then_with(|| self.shard().cmp(&other.shard()))
                }
            }

            impl<'a> ::core::hash::Hash for ConnectionIdRef<'a> {
                fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                    self.slot().hash(state);
                    self.generation().hash(state);
                    self.shard().hash(state);
                }
            }

            impl<'a> ::planus::TableRead<'a> for ConnectionIdRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let buffer = buffer.advance_as_array::<12>(offset)?;
                    ::core::result::Result::Ok(Self(buffer))
                }
            }

            impl<'a> ::planus::VectorRead<'a> for ConnectionIdRef<'a> {
                const STRIDE: usize = 12;

                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> Self {
                    Self(unsafe { buffer.unchecked_advance_as_array(offset) })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<ConnectionId> for ConnectionId {
                const STRIDE: usize = 12;

                type Value = ConnectionId;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self::Value {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[ConnectionId],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 12];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (12 * i) as u32,
                        );
                    }
                }
            }

            /// The struct `Stretch` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Struct `Stretch` in the file `peer.fbs:29`
            #[derive(Copy, Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash, Default)]
            pub struct Stretch {
                /// The field `first` in the struct `Stretch`
                pub first: i64,

                /// The field `last` in the struct `Stretch`
                pub last: i64,
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for Stretch {
                const ALIGNMENT: usize = 8;
                const SIZE: usize = 16;
            }

            #[allow(clippy::identity_op)]
            impl ::planus::WriteAsPrimitive<Stretch> for Stretch {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    let (cur, cursor) = cursor.split::<8, 8>();
                    self.first.write(cur, buffer_position - 0);
                    let (cur, cursor) = cursor.split::<8, 0>();
                    self.last.write(cur, buffer_position - 8);
                    cursor.finish([]);
                }
            }

            impl ::planus::WriteAsOffset<Stretch> for Stretch {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Stretch> {
                    unsafe {
                        builder.write_with(16, 7, |buffer_position, bytes| {
                            let bytes = bytes.as_mut_ptr();

                            ::planus::WriteAsPrimitive::write(
                                self,
                                ::planus::Cursor::new(
                                    &mut *(bytes as *mut [::core::mem::MaybeUninit<u8>; 16]),
                                ),
                                buffer_position,
                            );
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<Stretch> for Stretch {
                type Prepared = Self;
                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }
            }

            impl ::planus::WriteAsOptional<Stretch> for Stretch {
                type Prepared = Self;
                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<Self> {
                    ::core::option::Option::Some(*self)
                }
            }

            /// Reference to a deserialized [Stretch].
            #[derive(Copy, Clone)]
            pub struct StretchRef<'a>(::planus::ArrayWithStartOffset<'a, 16>);

            impl<'a> StretchRef<'a> {
                /// Getter for the [`first` field](Stretch#structfield.first).
                pub fn first(&self) -> i64 {
                    let buffer = self.0.advance_as_array::<8>(0).unwrap();

                    i64::from_le_bytes(*buffer.as_array())
                }

                /// Getter for the [`last` field](Stretch#structfield.last).
                pub fn last(&self) -> i64 {
                    let buffer = self.0.advance_as_array::<8>(8).unwrap();

                    i64::from_le_bytes(*buffer.as_array())
                }
            }

            impl<'a> ::core::fmt::Debug for StretchRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("StretchRef");
                    f.field("first", &self.first());
                    f.field("last", &self.last());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::From<::planus::ArrayWithStartOffset<'a, 16>> for StretchRef<'a> {
                fn from(array: ::planus::ArrayWithStartOffset<'a, 16>) -> Self {
                    Self(array)
                }
            }

            impl<'a> ::core::convert::From<StretchRef<'a>> for Stretch {
                #[allow(unreachable_code)]
                fn from(value: StretchRef<'a>) -> Self {
                    Self {
                        first: value.first(),
                        last: value.last(),
                    }
                }
            }

            impl<'a, 'b> ::core::cmp::PartialEq<StretchRef<'a>> for StretchRef<'b> {
                fn eq(&self, other: &StretchRef<'_>) -> bool {
                    self.first() == other.first() && self.last() == other.last()
                }
            }

            impl<'a> ::core::cmp::Eq for StretchRef<'a> {}
            impl<'a, 'b> ::core::cmp::PartialOrd<StretchRef<'a>> for StretchRef<'b> {
                fn partial_cmp(
                    &self,
                    other: &StretchRef<'_>,
                ) -> ::core::option::Option<::core::cmp::Ordering> {
                    ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
                }
            }

            impl<'a> ::core::cmp::Ord for StretchRef<'a> {
                fn cmp(&self, other: &StretchRef<'_>) -> ::core::cmp::Ordering {
                    self.first()
                        .cmp(&other.first())
                        .then_with(|| self.last().cmp(&other.last()))
                }
            }

            impl<'a> ::core::hash::Hash for StretchRef<'a> {
                fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                    self.first().hash(state);
                    self.last().hash(state);
                }
            }

            impl<'a> ::planus::TableRead<'a> for StretchRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let buffer = buffer.advance_as_array::<16>(offset)?;
                    ::core::result::Result::Ok(Self(buffer))
                }
            }

            impl<'a> ::planus::VectorRead<'a> for StretchRef<'a> {
                const STRIDE: usize = 16;

                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> Self {
                    Self(unsafe { buffer.unchecked_advance_as_array(offset) })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<Stretch> for Stretch {
                const STRIDE: usize = 16;

                type Value = Stretch;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self::Value {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[Stretch],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 16];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (16 * i) as u32,
                        );
                    }
                }
            }

            /// The enum `PeerState` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Enum `PeerState` in the file `peer.fbs:35`
            #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(u8)]
            pub enum PeerState {
                /// The variant `Looking` in the enum `PeerState`
                Looking = 0,

                /// The variant `Following` in the enum `PeerState`
                Following = 1,

                /// The variant `Leading` in the enum `PeerState`
                Leading = 2,

                /// The variant `Observing` in the enum `PeerState`
                Observing = 3,
            }

            impl PeerState {
                /// Array containing all valid variants of PeerState
                pub const ENUM_VALUES: [Self; 4] = [
                    Self::Looking,
                    Self::Following,
                    Self::Leading,
                    Self::Observing,
                ];
            }

            impl ::core::convert::TryFrom<u8> for PeerState {
                type Error = ::planus::errors::UnknownEnumTagKind;
                #[inline]
                fn try_from(
                    value: u8,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTagKind>
                {
                    #[allow(clippy::match_single_binding)]
                    match value {
                        0 => ::core::result::Result::Ok(PeerState::Looking),
                        1 => ::core::result::Result::Ok(PeerState::Following),
                        2 => ::core::result::Result::Ok(PeerState::Leading),
                        3 => ::core::result::Result::Ok(PeerState::Observing),

                        _ => ::core::result::Result::Err(::planus::errors::UnknownEnumTagKind {
                            tag: value as i128,
                        }),
                    }
                }
            }

            impl ::core::convert::From<PeerState> for u8 {
                #[inline]
                fn from(value: PeerState) -> Self {
                    value as u8
                }
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for PeerState {
                const ALIGNMENT: usize = 1;
                const SIZE: usize = 1;
            }

            impl ::planus::WriteAsPrimitive<PeerState> for PeerState {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    (*self as u8).write(cursor, buffer_position);
                }
            }

            impl ::planus::WriteAs<PeerState> for PeerState {
                type Prepared = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> PeerState {
                    *self
                }
            }

            impl ::planus::WriteAsDefault<PeerState, PeerState> for PeerState {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                    default: &PeerState,
                ) -> ::core::option::Option<PeerState> {
                    if self == default {
                        ::core::option::Option::None
                    } else {
                        ::core::option::Option::Some(*self)
                    }
                }
            }

            impl ::planus::WriteAsOptional<PeerState> for PeerState {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<PeerState> {
                    ::core::option::Option::Some(*self)
                }
            }

            impl<'buf> ::planus::TableRead<'buf> for PeerState {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let n: u8 = ::planus::TableRead::from_buffer(buffer, offset)?;
                    ::core::result::Result::Ok(::core::convert::TryInto::try_into(n)?)
                }
            }

            impl<'buf> ::planus::VectorReadInner<'buf> for PeerState {
                type Error = ::planus::errors::UnknownEnumTag;
                const STRIDE: usize = 1;
                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTag>
                {
                    let value = unsafe { *buffer.buffer.get_unchecked(offset) };
                    let value: ::core::result::Result<Self, _> =
                        ::core::convert::TryInto::try_into(value);
                    value.map_err(|error_kind| {
                        error_kind.with_error_location(
                            "PeerState",
                            "VectorRead::from_buffer",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<PeerState> for PeerState {
                const STRIDE: usize = 1;

                type Value = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[Self],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 1];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - i as u32,
                        );
                    }
                }
            }

            /// The enum `Part` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Enum `Part` in the file `peer.fbs:43`
            #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(u8)]
            pub enum Part {
                /// The variant `Abstaining` in the enum `Part`
                Abstaining = 0,

                /// The variant `Participant` in the enum `Part`
                Participant = 1,

                /// The variant `Observer` in the enum `Part`
                Observer = 2,
            }

            impl Part {
                /// Array containing all valid variants of Part
                pub const ENUM_VALUES: [Self; 3] =
                    [Self::Abstaining, Self::Participant, Self::Observer];
            }

            impl ::core::convert::TryFrom<u8> for Part {
                type Error = ::planus::errors::UnknownEnumTagKind;
                #[inline]
                fn try_from(
                    value: u8,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTagKind>
                {
                    #[allow(clippy::match_single_binding)]
                    match value {
                        0 => ::core::result::Result::Ok(Part::Abstaining),
                        1 => ::core::result::Result::Ok(Part::Participant),
                        2 => ::core::result::Result::Ok(Part::Observer),

                        _ => ::core::result::Result::Err(::planus::errors::UnknownEnumTagKind {
                            tag: value as i128,
                        }),
                    }
                }
            }

            impl ::core::convert::From<Part> for u8 {
                #[inline]
                fn from(value: Part) -> Self {
                    value as u8
                }
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for Part {
                const ALIGNMENT: usize = 1;
                const SIZE: usize = 1;
            }

            impl ::planus::WriteAsPrimitive<Part> for Part {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    (*self as u8).write(cursor, buffer_position);
                }
            }

            impl ::planus::WriteAs<Part> for Part {
                type Prepared = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Part {
                    *self
                }
            }

            impl ::planus::WriteAsDefault<Part, Part> for Part {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                    default: &Part,
                ) -> ::core::option::Option<Part> {
                    if self == default {
                        ::core::option::Option::None
                    } else {
                        ::core::option::Option::Some(*self)
                    }
                }
            }

            impl ::planus::WriteAsOptional<Part> for Part {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<Part> {
                    ::core::option::Option::Some(*self)
                }
            }

            impl<'buf> ::planus::TableRead<'buf> for Part {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let n: u8 = ::planus::TableRead::from_buffer(buffer, offset)?;
                    ::core::result::Result::Ok(::core::convert::TryInto::try_into(n)?)
                }
            }

            impl<'buf> ::planus::VectorReadInner<'buf> for Part {
                type Error = ::planus::errors::UnknownEnumTag;
                const STRIDE: usize = 1;
                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTag>
                {
                    let value = unsafe { *buffer.buffer.get_unchecked(offset) };
                    let value: ::core::result::Result<Self, _> =
                        ::core::convert::TryInto::try_into(value);
                    value.map_err(|error_kind| {
                        error_kind.with_error_location(
                            "Part",
                            "VectorRead::from_buffer",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<Part> for Part {
                const STRIDE: usize = 1;

                type Value = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[Self],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 1];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - i as u32,
                        );
                    }
                }
            }

            /// The enum `Promise` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Enum `Promise` in the file `peer.fbs:50`
            #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(u8)]
            pub enum Promise {
                /// The variant `None` in the enum `Promise`
                None = 0,

                /// The variant `Given` in the enum `Promise`
                Given = 1,
            }

            impl Promise {
                /// Array containing all valid variants of Promise
                pub const ENUM_VALUES: [Self; 2] = [Self::None, Self::Given];
            }

            impl ::core::convert::TryFrom<u8> for Promise {
                type Error = ::planus::errors::UnknownEnumTagKind;
                #[inline]
                fn try_from(
                    value: u8,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTagKind>
                {
                    #[allow(clippy::match_single_binding)]
                    match value {
                        0 => ::core::result::Result::Ok(Promise::None),
                        1 => ::core::result::Result::Ok(Promise::Given),

                        _ => ::core::result::Result::Err(::planus::errors::UnknownEnumTagKind {
                            tag: value as i128,
                        }),
                    }
                }
            }

            impl ::core::convert::From<Promise> for u8 {
                #[inline]
                fn from(value: Promise) -> Self {
                    value as u8
                }
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for Promise {
                const ALIGNMENT: usize = 1;
                const SIZE: usize = 1;
            }

            impl ::planus::WriteAsPrimitive<Promise> for Promise {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    (*self as u8).write(cursor, buffer_position);
                }
            }

            impl ::planus::WriteAs<Promise> for Promise {
                type Prepared = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Promise {
                    *self
                }
            }

            impl ::planus::WriteAsDefault<Promise, Promise> for Promise {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                    default: &Promise,
                ) -> ::core::option::Option<Promise> {
                    if self == default {
                        ::core::option::Option::None
                    } else {
                        ::core::option::Option::Some(*self)
                    }
                }
            }

            impl ::planus::WriteAsOptional<Promise> for Promise {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<Promise> {
                    ::core::option::Option::Some(*self)
                }
            }

            impl<'buf> ::planus::TableRead<'buf> for Promise {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let n: u8 = ::planus::TableRead::from_buffer(buffer, offset)?;
                    ::core::result::Result::Ok(::core::convert::TryInto::try_into(n)?)
                }
            }

            impl<'buf> ::planus::VectorReadInner<'buf> for Promise {
                type Error = ::planus::errors::UnknownEnumTag;
                const STRIDE: usize = 1;
                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTag>
                {
                    let value = unsafe { *buffer.buffer.get_unchecked(offset) };
                    let value: ::core::result::Result<Self, _> =
                        ::core::convert::TryInto::try_into(value);
                    value.map_err(|error_kind| {
                        error_kind.with_error_location(
                            "Promise",
                            "VectorRead::from_buffer",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<Promise> for Promise {
                const STRIDE: usize = 1;

                type Value = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[Self],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 1];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - i as u32,
                        );
                    }
                }
            }

            /// The enum `CreateOp` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Enum `CreateOp` in the file `peer.fbs:56`
            #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(u8)]
            pub enum CreateOp {
                /// The variant `Create` in the enum `CreateOp`
                Create = 0,

                /// The variant `Create2` in the enum `CreateOp`
                Create2 = 1,

                /// The variant `Container` in the enum `CreateOp`
                Container = 2,

                /// The variant `Ttl` in the enum `CreateOp`
                Ttl = 3,
            }

            impl CreateOp {
                /// Array containing all valid variants of CreateOp
                pub const ENUM_VALUES: [Self; 4] =
                    [Self::Create, Self::Create2, Self::Container, Self::Ttl];
            }

            impl ::core::convert::TryFrom<u8> for CreateOp {
                type Error = ::planus::errors::UnknownEnumTagKind;
                #[inline]
                fn try_from(
                    value: u8,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTagKind>
                {
                    #[allow(clippy::match_single_binding)]
                    match value {
                        0 => ::core::result::Result::Ok(CreateOp::Create),
                        1 => ::core::result::Result::Ok(CreateOp::Create2),
                        2 => ::core::result::Result::Ok(CreateOp::Container),
                        3 => ::core::result::Result::Ok(CreateOp::Ttl),

                        _ => ::core::result::Result::Err(::planus::errors::UnknownEnumTagKind {
                            tag: value as i128,
                        }),
                    }
                }
            }

            impl ::core::convert::From<CreateOp> for u8 {
                #[inline]
                fn from(value: CreateOp) -> Self {
                    value as u8
                }
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for CreateOp {
                const ALIGNMENT: usize = 1;
                const SIZE: usize = 1;
            }

            impl ::planus::WriteAsPrimitive<CreateOp> for CreateOp {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    (*self as u8).write(cursor, buffer_position);
                }
            }

            impl ::planus::WriteAs<CreateOp> for CreateOp {
                type Prepared = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> CreateOp {
                    *self
                }
            }

            impl ::planus::WriteAsDefault<CreateOp, CreateOp> for CreateOp {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                    default: &CreateOp,
                ) -> ::core::option::Option<CreateOp> {
                    if self == default {
                        ::core::option::Option::None
                    } else {
                        ::core::option::Option::Some(*self)
                    }
                }
            }

            impl ::planus::WriteAsOptional<CreateOp> for CreateOp {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<CreateOp> {
                    ::core::option::Option::Some(*self)
                }
            }

            impl<'buf> ::planus::TableRead<'buf> for CreateOp {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let n: u8 = ::planus::TableRead::from_buffer(buffer, offset)?;
                    ::core::result::Result::Ok(::core::convert::TryInto::try_into(n)?)
                }
            }

            impl<'buf> ::planus::VectorReadInner<'buf> for CreateOp {
                type Error = ::planus::errors::UnknownEnumTag;
                const STRIDE: usize = 1;
                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTag>
                {
                    let value = unsafe { *buffer.buffer.get_unchecked(offset) };
                    let value: ::core::result::Result<Self, _> =
                        ::core::convert::TryInto::try_into(value);
                    value.map_err(|error_kind| {
                        error_kind.with_error_location(
                            "CreateOp",
                            "VectorRead::from_buffer",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<CreateOp> for CreateOp {
                const STRIDE: usize = 1;

                type Value = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[Self],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 1];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - i as u32,
                        );
                    }
                }
            }

            /// The enum `CloseReason` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Enum `CloseReason` in the file `peer.fbs:64`
            #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(u8)]
            pub enum CloseReason {
                /// The variant `ClientGone` in the enum `CloseReason`
                ClientGone = 0,

                /// The variant `SessionMoved` in the enum `CloseReason`
                SessionMoved = 1,

                /// The variant `SessionExpired` in the enum `CloseReason`
                SessionExpired = 2,

                /// The variant `SessionClosed` in the enum `CloseReason`
                SessionClosed = 3,

                /// The variant `SessionRefused` in the enum `CloseReason`
                SessionRefused = 4,

                /// The variant `ClientAhead` in the enum `CloseReason`
                ClientAhead = 5,

                /// The variant `BadHandshake` in the enum `CloseReason`
                BadHandshake = 6,

                /// The variant `HandshakeTimeout` in the enum `CloseReason`
                HandshakeTimeout = 7,

                /// The variant `BadFrameLength` in the enum `CloseReason`
                BadFrameLength = 8,

                /// The variant `TooManyLargeRequests` in the enum `CloseReason`
                TooManyLargeRequests = 9,

                /// The variant `BadHeader` in the enum `CloseReason`
                BadHeader = 10,

                /// The variant `BadOpcode` in the enum `CloseReason`
                BadOpcode = 11,

                /// The variant `AuthFailed` in the enum `CloseReason`
                AuthFailed = 12,

                /// The variant `AuthRequired` in the enum `CloseReason`
                AuthRequired = 13,

                /// The variant `SlowReader` in the enum `CloseReason`
                SlowReader = 14,

                /// The variant `TooManyConnections` in the enum `CloseReason`
                TooManyConnections = 15,

                /// The variant `FourLetterWord` in the enum `CloseReason`
                FourLetterWord = 16,

                /// The variant `Shutdown` in the enum `CloseReason`
                Shutdown = 17,

                /// The variant `NotServing` in the enum `CloseReason`
                NotServing = 18,
            }

            impl CloseReason {
                /// Array containing all valid variants of CloseReason
                pub const ENUM_VALUES: [Self; 19] = [
                    Self::ClientGone,
                    Self::SessionMoved,
                    Self::SessionExpired,
                    Self::SessionClosed,
                    Self::SessionRefused,
                    Self::ClientAhead,
                    Self::BadHandshake,
                    Self::HandshakeTimeout,
                    Self::BadFrameLength,
                    Self::TooManyLargeRequests,
                    Self::BadHeader,
                    Self::BadOpcode,
                    Self::AuthFailed,
                    Self::AuthRequired,
                    Self::SlowReader,
                    Self::TooManyConnections,
                    Self::FourLetterWord,
                    Self::Shutdown,
                    Self::NotServing,
                ];
            }

            impl ::core::convert::TryFrom<u8> for CloseReason {
                type Error = ::planus::errors::UnknownEnumTagKind;
                #[inline]
                fn try_from(
                    value: u8,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTagKind>
                {
                    #[allow(clippy::match_single_binding)]
                    match value {
                        0 => ::core::result::Result::Ok(CloseReason::ClientGone),
                        1 => ::core::result::Result::Ok(CloseReason::SessionMoved),
                        2 => ::core::result::Result::Ok(CloseReason::SessionExpired),
                        3 => ::core::result::Result::Ok(CloseReason::SessionClosed),
                        4 => ::core::result::Result::Ok(CloseReason::SessionRefused),
                        5 => ::core::result::Result::Ok(CloseReason::ClientAhead),
                        6 => ::core::result::Result::Ok(CloseReason::BadHandshake),
                        7 => ::core::result::Result::Ok(CloseReason::HandshakeTimeout),
                        8 => ::core::result::Result::Ok(CloseReason::BadFrameLength),
                        9 => ::core::result::Result::Ok(CloseReason::TooManyLargeRequests),
                        10 => ::core::result::Result::Ok(CloseReason::BadHeader),
                        11 => ::core::result::Result::Ok(CloseReason::BadOpcode),
                        12 => ::core::result::Result::Ok(CloseReason::AuthFailed),
                        13 => ::core::result::Result::Ok(CloseReason::AuthRequired),
                        14 => ::core::result::Result::Ok(CloseReason::SlowReader),
                        15 => ::core::result::Result::Ok(CloseReason::TooManyConnections),
                        16 => ::core::result::Result::Ok(CloseReason::FourLetterWord),
                        17 => ::core::result::Result::Ok(CloseReason::Shutdown),
                        18 => ::core::result::Result::Ok(CloseReason::NotServing),

                        _ => ::core::result::Result::Err(::planus::errors::UnknownEnumTagKind {
                            tag: value as i128,
                        }),
                    }
                }
            }

            impl ::core::convert::From<CloseReason> for u8 {
                #[inline]
                fn from(value: CloseReason) -> Self {
                    value as u8
                }
            }

            /// # Safety
            /// The Planus compiler correctly calculates `ALIGNMENT` and `SIZE`.
            unsafe impl ::planus::Primitive for CloseReason {
                const ALIGNMENT: usize = 1;
                const SIZE: usize = 1;
            }

            impl ::planus::WriteAsPrimitive<CloseReason> for CloseReason {
                #[inline]
                fn write<const N: usize>(
                    &self,
                    cursor: ::planus::Cursor<'_, N>,
                    buffer_position: u32,
                ) {
                    (*self as u8).write(cursor, buffer_position);
                }
            }

            impl ::planus::WriteAs<CloseReason> for CloseReason {
                type Prepared = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> CloseReason {
                    *self
                }
            }

            impl ::planus::WriteAsDefault<CloseReason, CloseReason> for CloseReason {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                    default: &CloseReason,
                ) -> ::core::option::Option<CloseReason> {
                    if self == default {
                        ::core::option::Option::None
                    } else {
                        ::core::option::Option::Some(*self)
                    }
                }
            }

            impl ::planus::WriteAsOptional<CloseReason> for CloseReason {
                type Prepared = Self;

                #[inline]
                fn prepare(
                    &self,
                    _builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<CloseReason> {
                    ::core::option::Option::Some(*self)
                }
            }

            impl<'buf> ::planus::TableRead<'buf> for CloseReason {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    let n: u8 = ::planus::TableRead::from_buffer(buffer, offset)?;
                    ::core::result::Result::Ok(::core::convert::TryInto::try_into(n)?)
                }
            }

            impl<'buf> ::planus::VectorReadInner<'buf> for CloseReason {
                type Error = ::planus::errors::UnknownEnumTag;
                const STRIDE: usize = 1;
                #[inline]
                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'buf>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::UnknownEnumTag>
                {
                    let value = unsafe { *buffer.buffer.get_unchecked(offset) };
                    let value: ::core::result::Result<Self, _> =
                        ::core::convert::TryInto::try_into(value);
                    value.map_err(|error_kind| {
                        error_kind.with_error_location(
                            "CloseReason",
                            "VectorRead::from_buffer",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<CloseReason> for CloseReason {
                const STRIDE: usize = 1;

                type Value = Self;

                #[inline]
                fn prepare(&self, _builder: &mut ::planus::Builder) -> Self {
                    *self
                }

                #[inline]
                unsafe fn write_values(
                    values: &[Self],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 1];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - i as u32,
                        );
                    }
                }
            }

            /// The table `Vote` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Vote` in the file `peer.fbs:87`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Vote {
                /// The field `epoch` in the table `Vote`
                pub epoch: u32,
                /// The field `last` in the table `Vote`
                pub last: i64,
                /// The field `leader` in the table `Vote`
                pub leader: u8,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Vote {
                fn default() -> Self {
                    Self {
                        epoch: 0,
                        last: 0,
                        leader: 0,
                    }
                }
            }

            impl Vote {
                /// Creates a [VoteBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> VoteBuilder<()> {
                    VoteBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_epoch: impl ::planus::WriteAsDefault<u32, u32>,
                    field_last: impl ::planus::WriteAsDefault<i64, i64>,
                    field_leader: impl ::planus::WriteAsDefault<u8, u8>,
                ) -> ::planus::Offset<Self> {
                    let prepared_epoch = field_epoch.prepare(builder, &0);
                    let prepared_last = field_last.prepare(builder, &0);
                    let prepared_leader = field_leader.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_last.is_some() {
                        table_writer.write_entry::<i64>(1);
                    }
                    if prepared_epoch.is_some() {
                        table_writer.write_entry::<u32>(0);
                    }
                    if prepared_leader.is_some() {
                        table_writer.write_entry::<u8>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_last) = prepared_last {
                                object_writer.write::<_, _, 8>(&prepared_last);
                            }
                            if let ::core::option::Option::Some(prepared_epoch) = prepared_epoch {
                                object_writer.write::<_, _, 4>(&prepared_epoch);
                            }
                            if let ::core::option::Option::Some(prepared_leader) = prepared_leader {
                                object_writer.write::<_, _, 1>(&prepared_leader);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Vote>> for Vote {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Vote> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Vote>> for Vote {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Vote>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Vote> for Vote {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Vote> {
                    Vote::create(builder, self.epoch, self.last, self.leader)
                }
            }

            /// Builder for serializing an instance of the [Vote] type.
            ///
            /// Can be created using the [Vote::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct VoteBuilder<State>(State);

            impl VoteBuilder<()> {
                /// Setter for the [`epoch` field](Vote#structfield.epoch).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch<T0>(self, value: T0) -> VoteBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u32, u32>,
                {
                    VoteBuilder((value,))
                }

                /// Sets the [`epoch` field](Vote#structfield.epoch) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch_as_default(self) -> VoteBuilder<(::planus::DefaultValue,)> {
                    self.epoch(::planus::DefaultValue)
                }
            }

            impl<T0> VoteBuilder<(T0,)> {
                /// Setter for the [`last` field](Vote#structfield.last).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn last<T1>(self, value: T1) -> VoteBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0,) = self.0;
                    VoteBuilder((v0, value))
                }

                /// Sets the [`last` field](Vote#structfield.last) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn last_as_default(self) -> VoteBuilder<(T0, ::planus::DefaultValue)> {
                    self.last(::planus::DefaultValue)
                }
            }

            impl<T0, T1> VoteBuilder<(T0, T1)> {
                /// Setter for the [`leader` field](Vote#structfield.leader).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn leader<T2>(self, value: T2) -> VoteBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<u8, u8>,
                {
                    let (v0, v1) = self.0;
                    VoteBuilder((v0, v1, value))
                }

                /// Sets the [`leader` field](Vote#structfield.leader) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn leader_as_default(self) -> VoteBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.leader(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> VoteBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Vote].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Vote>
                where
                    Self: ::planus::WriteAsOffset<Vote>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<u8, u8>,
            > ::planus::WriteAs<::planus::Offset<Vote>> for VoteBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Vote>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Vote> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<u8, u8>,
            > ::planus::WriteAsOptional<::planus::Offset<Vote>> for VoteBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Vote>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Vote>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<u8, u8>,
            > ::planus::WriteAsOffset<Vote> for VoteBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Vote> {
                    let (v0, v1, v2) = &self.0;
                    Vote::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [Vote].
            #[derive(Copy, Clone)]
            pub struct VoteRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> VoteRef<'a> {
                /// Getter for the [`epoch` field](Vote#structfield.epoch).
                #[inline]
                pub fn epoch(&self) -> ::planus::Result<u32> {
                    ::core::result::Result::Ok(self.0.access(0, "Vote", "epoch")?.unwrap_or(0))
                }

                /// Getter for the [`last` field](Vote#structfield.last).
                #[inline]
                pub fn last(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(1, "Vote", "last")?.unwrap_or(0))
                }

                /// Getter for the [`leader` field](Vote#structfield.leader).
                #[inline]
                pub fn leader(&self) -> ::planus::Result<u8> {
                    ::core::result::Result::Ok(self.0.access(2, "Vote", "leader")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for VoteRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("VoteRef");
                    f.field("epoch", &self.epoch());
                    f.field("last", &self.last());
                    f.field("leader", &self.leader());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<VoteRef<'a>> for Vote {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: VoteRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        epoch: ::core::convert::TryInto::try_into(value.epoch()?)?,
                        last: ::core::convert::TryInto::try_into(value.last()?)?,
                        leader: ::core::convert::TryInto::try_into(value.leader()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for VoteRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for VoteRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[VoteRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Vote>> for Vote {
                type Value = ::planus::Offset<Vote>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Vote>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for VoteRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[VoteRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Notification` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Notification` in the file `peer.fbs:94`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Notification {
                /// The field `state` in the table `Notification`
                pub state: self::PeerState,
                /// The field `vote` in the table `Notification`
                pub vote: ::core::option::Option<::planus::alloc::boxed::Box<self::Vote>>,
                /// The field `round` in the table `Notification`
                pub round: u64,
                /// The field `config_version` in the table `Notification`
                pub config_version: i64,
                /// The field `config` in the table `Notification`
                pub config: ::core::option::Option<::planus::alloc::string::String>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Notification {
                fn default() -> Self {
                    Self {
                        state: self::PeerState::Looking,
                        vote: ::core::default::Default::default(),
                        round: 0,
                        config_version: 0,
                        config: ::core::default::Default::default(),
                    }
                }
            }

            impl Notification {
                /// Creates a [NotificationBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> NotificationBuilder<()> {
                    NotificationBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_state: impl ::planus::WriteAsDefault<self::PeerState, self::PeerState>,
                    field_vote: impl ::planus::WriteAsOptional<::planus::Offset<self::Vote>>,
                    field_round: impl ::planus::WriteAsDefault<u64, u64>,
                    field_config_version: impl ::planus::WriteAsDefault<i64, i64>,
                    field_config: impl ::planus::WriteAsOptional<
                        ::planus::Offset<::core::primitive::str>,
                    >,
                ) -> ::planus::Offset<Self> {
                    let prepared_state = field_state.prepare(builder, &self::PeerState::Looking);
                    let prepared_vote = field_vote.prepare(builder);
                    let prepared_round = field_round.prepare(builder, &0);
                    let prepared_config_version = field_config_version.prepare(builder, &0);
                    let prepared_config = field_config.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<14> =
                        ::core::default::Default::default();
                    if prepared_round.is_some() {
                        table_writer.write_entry::<u64>(2);
                    }
                    if prepared_config_version.is_some() {
                        table_writer.write_entry::<i64>(3);
                    }
                    if prepared_vote.is_some() {
                        table_writer.write_entry::<::planus::Offset<self::Vote>>(1);
                    }
                    if prepared_config.is_some() {
                        table_writer.write_entry::<::planus::Offset<str>>(4);
                    }
                    if prepared_state.is_some() {
                        table_writer.write_entry::<self::PeerState>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_round) = prepared_round {
                                object_writer.write::<_, _, 8>(&prepared_round);
                            }
                            if let ::core::option::Option::Some(prepared_config_version) =
                                prepared_config_version
                            {
                                object_writer.write::<_, _, 8>(&prepared_config_version);
                            }
                            if let ::core::option::Option::Some(prepared_vote) = prepared_vote {
                                object_writer.write::<_, _, 4>(&prepared_vote);
                            }
                            if let ::core::option::Option::Some(prepared_config) = prepared_config {
                                object_writer.write::<_, _, 4>(&prepared_config);
                            }
                            if let ::core::option::Option::Some(prepared_state) = prepared_state {
                                object_writer.write::<_, _, 1>(&prepared_state);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Notification>> for Notification {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Notification> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Notification>> for Notification {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Notification>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Notification> for Notification {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Notification> {
                    Notification::create(
                        builder,
                        self.state,
                        &self.vote,
                        self.round,
                        self.config_version,
                        &self.config,
                    )
                }
            }

            /// Builder for serializing an instance of the [Notification] type.
            ///
            /// Can be created using the [Notification::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct NotificationBuilder<State>(State);

            impl NotificationBuilder<()> {
                /// Setter for the [`state` field](Notification#structfield.state).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn state<T0>(self, value: T0) -> NotificationBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<self::PeerState, self::PeerState>,
                {
                    NotificationBuilder((value,))
                }

                /// Sets the [`state` field](Notification#structfield.state) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn state_as_default(self) -> NotificationBuilder<(::planus::DefaultValue,)> {
                    self.state(::planus::DefaultValue)
                }
            }

            impl<T0> NotificationBuilder<(T0,)> {
                /// Setter for the [`vote` field](Notification#structfield.vote).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn vote<T1>(self, value: T1) -> NotificationBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsOptional<::planus::Offset<self::Vote>>,
                {
                    let (v0,) = self.0;
                    NotificationBuilder((v0, value))
                }

                /// Sets the [`vote` field](Notification#structfield.vote) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn vote_as_null(self) -> NotificationBuilder<(T0, ())> {
                    self.vote(())
                }
            }

            impl<T0, T1> NotificationBuilder<(T0, T1)> {
                /// Setter for the [`round` field](Notification#structfield.round).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn round<T2>(self, value: T2) -> NotificationBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<u64, u64>,
                {
                    let (v0, v1) = self.0;
                    NotificationBuilder((v0, v1, value))
                }

                /// Sets the [`round` field](Notification#structfield.round) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn round_as_default(
                    self,
                ) -> NotificationBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.round(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> NotificationBuilder<(T0, T1, T2)> {
                /// Setter for the [`config_version` field](Notification#structfield.config_version).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config_version<T3>(self, value: T3) -> NotificationBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1, v2) = self.0;
                    NotificationBuilder((v0, v1, v2, value))
                }

                /// Sets the [`config_version` field](Notification#structfield.config_version) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config_version_as_default(
                    self,
                ) -> NotificationBuilder<(T0, T1, T2, ::planus::DefaultValue)> {
                    self.config_version(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3> NotificationBuilder<(T0, T1, T2, T3)> {
                /// Setter for the [`config` field](Notification#structfield.config).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config<T4>(self, value: T4) -> NotificationBuilder<(T0, T1, T2, T3, T4)>
                where
                    T4: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                {
                    let (v0, v1, v2, v3) = self.0;
                    NotificationBuilder((v0, v1, v2, v3, value))
                }

                /// Sets the [`config` field](Notification#structfield.config) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config_as_null(self) -> NotificationBuilder<(T0, T1, T2, T3, ())> {
                    self.config(())
                }
            }

            impl<T0, T1, T2, T3, T4> NotificationBuilder<(T0, T1, T2, T3, T4)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Notification].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Notification>
                where
                    Self: ::planus::WriteAsOffset<Notification>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<self::PeerState, self::PeerState>,
                T1: ::planus::WriteAsOptional<::planus::Offset<self::Vote>>,
                T2: ::planus::WriteAsDefault<u64, u64>,
                T3: ::planus::WriteAsDefault<i64, i64>,
                T4: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
            > ::planus::WriteAs<::planus::Offset<Notification>>
                for NotificationBuilder<(T0, T1, T2, T3, T4)>
            {
                type Prepared = ::planus::Offset<Notification>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Notification> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<self::PeerState, self::PeerState>,
                T1: ::planus::WriteAsOptional<::planus::Offset<self::Vote>>,
                T2: ::planus::WriteAsDefault<u64, u64>,
                T3: ::planus::WriteAsDefault<i64, i64>,
                T4: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
            > ::planus::WriteAsOptional<::planus::Offset<Notification>>
                for NotificationBuilder<(T0, T1, T2, T3, T4)>
            {
                type Prepared = ::planus::Offset<Notification>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Notification>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<self::PeerState, self::PeerState>,
                T1: ::planus::WriteAsOptional<::planus::Offset<self::Vote>>,
                T2: ::planus::WriteAsDefault<u64, u64>,
                T3: ::planus::WriteAsDefault<i64, i64>,
                T4: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
            > ::planus::WriteAsOffset<Notification> for NotificationBuilder<(T0, T1, T2, T3, T4)>
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Notification> {
                    let (v0, v1, v2, v3, v4) = &self.0;
                    Notification::create(builder, v0, v1, v2, v3, v4)
                }
            }

            /// Reference to a deserialized [Notification].
            #[derive(Copy, Clone)]
            pub struct NotificationRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> NotificationRef<'a> {
                /// Getter for the [`state` field](Notification#structfield.state).
                #[inline]
                pub fn state(&self) -> ::planus::Result<self::PeerState> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(0, "Notification", "state")?
                            .unwrap_or(self::PeerState::Looking),
                    )
                }

                /// Getter for the [`vote` field](Notification#structfield.vote).
                #[inline]
                pub fn vote(&self) -> ::planus::Result<::core::option::Option<self::VoteRef<'a>>> {
                    self.0.access(1, "Notification", "vote")
                }

                /// Getter for the [`round` field](Notification#structfield.round).
                #[inline]
                pub fn round(&self) -> ::planus::Result<u64> {
                    ::core::result::Result::Ok(
                        self.0.access(2, "Notification", "round")?.unwrap_or(0),
                    )
                }

                /// Getter for the [`config_version` field](Notification#structfield.config_version).
                #[inline]
                pub fn config_version(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(3, "Notification", "config_version")?
                            .unwrap_or(0),
                    )
                }

                /// Getter for the [`config` field](Notification#structfield.config).
                #[inline]
                pub fn config(
                    &self,
                ) -> ::planus::Result<::core::option::Option<&'a ::core::primitive::str>>
                {
                    self.0.access(4, "Notification", "config")
                }
            }

            impl<'a> ::core::fmt::Debug for NotificationRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("NotificationRef");
                    f.field("state", &self.state());
                    if let ::core::option::Option::Some(field_vote) = self.vote().transpose() {
                        f.field("vote", &field_vote);
                    }
                    f.field("round", &self.round());
                    f.field("config_version", &self.config_version());
                    if let ::core::option::Option::Some(field_config) = self.config().transpose() {
                        f.field("config", &field_config);
                    }
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<NotificationRef<'a>> for Notification {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: NotificationRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        state: ::core::convert::TryInto::try_into(value.state()?)?,
                        vote: if let ::core::option::Option::Some(vote) = value.vote()? {
                            ::core::option::Option::Some(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryInto::try_into(vote)?,
                            ))
                        } else {
                            ::core::option::Option::None
                        },
                        round: ::core::convert::TryInto::try_into(value.round()?)?,
                        config_version: ::core::convert::TryInto::try_into(
                            value.config_version()?,
                        )?,
                        config: value.config()?.map(::core::convert::Into::into),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for NotificationRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for NotificationRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[NotificationRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Notification>> for Notification {
                type Value = ::planus::Offset<Notification>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Notification>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for NotificationRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[NotificationRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `FollowerInfo` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `FollowerInfo` in the file `peer.fbs:104`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct FollowerInfo {
                /// The field `accepted` in the table `FollowerInfo`
                pub accepted: u32,
                /// The field `part` in the table `FollowerInfo`
                pub part: self::Part,
                /// The field `config_version` in the table `FollowerInfo`
                pub config_version: i64,
                /// The field `ensemble` in the table `FollowerInfo`
                pub ensemble: ::core::option::Option<self::EnsembleId>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for FollowerInfo {
                fn default() -> Self {
                    Self {
                        accepted: 0,
                        part: self::Part::Abstaining,
                        config_version: 0,
                        ensemble: ::core::default::Default::default(),
                    }
                }
            }

            impl FollowerInfo {
                /// Creates a [FollowerInfoBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> FollowerInfoBuilder<()> {
                    FollowerInfoBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_accepted: impl ::planus::WriteAsDefault<u32, u32>,
                    field_part: impl ::planus::WriteAsDefault<self::Part, self::Part>,
                    field_config_version: impl ::planus::WriteAsDefault<i64, i64>,
                    field_ensemble: impl ::planus::WriteAsOptional<self::EnsembleId>,
                ) -> ::planus::Offset<Self> {
                    let prepared_accepted = field_accepted.prepare(builder, &0);
                    let prepared_part = field_part.prepare(builder, &self::Part::Abstaining);
                    let prepared_config_version = field_config_version.prepare(builder, &0);
                    let prepared_ensemble = field_ensemble.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<12> =
                        ::core::default::Default::default();
                    if prepared_config_version.is_some() {
                        table_writer.write_entry::<i64>(2);
                    }
                    if prepared_ensemble.is_some() {
                        table_writer.write_entry::<self::EnsembleId>(3);
                    }
                    if prepared_accepted.is_some() {
                        table_writer.write_entry::<u32>(0);
                    }
                    if prepared_part.is_some() {
                        table_writer.write_entry::<self::Part>(1);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_config_version) =
                                prepared_config_version
                            {
                                object_writer.write::<_, _, 8>(&prepared_config_version);
                            }
                            if let ::core::option::Option::Some(prepared_ensemble) =
                                prepared_ensemble
                            {
                                object_writer.write::<_, _, 16>(&prepared_ensemble);
                            }
                            if let ::core::option::Option::Some(prepared_accepted) =
                                prepared_accepted
                            {
                                object_writer.write::<_, _, 4>(&prepared_accepted);
                            }
                            if let ::core::option::Option::Some(prepared_part) = prepared_part {
                                object_writer.write::<_, _, 1>(&prepared_part);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<FollowerInfo>> for FollowerInfo {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FollowerInfo> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<FollowerInfo>> for FollowerInfo {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<FollowerInfo>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<FollowerInfo> for FollowerInfo {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FollowerInfo> {
                    FollowerInfo::create(
                        builder,
                        self.accepted,
                        self.part,
                        self.config_version,
                        self.ensemble,
                    )
                }
            }

            /// Builder for serializing an instance of the [FollowerInfo] type.
            ///
            /// Can be created using the [FollowerInfo::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct FollowerInfoBuilder<State>(State);

            impl FollowerInfoBuilder<()> {
                /// Setter for the [`accepted` field](FollowerInfo#structfield.accepted).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn accepted<T0>(self, value: T0) -> FollowerInfoBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u32, u32>,
                {
                    FollowerInfoBuilder((value,))
                }

                /// Sets the [`accepted` field](FollowerInfo#structfield.accepted) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn accepted_as_default(self) -> FollowerInfoBuilder<(::planus::DefaultValue,)> {
                    self.accepted(::planus::DefaultValue)
                }
            }

            impl<T0> FollowerInfoBuilder<(T0,)> {
                /// Setter for the [`part` field](FollowerInfo#structfield.part).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn part<T1>(self, value: T1) -> FollowerInfoBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<self::Part, self::Part>,
                {
                    let (v0,) = self.0;
                    FollowerInfoBuilder((v0, value))
                }

                /// Sets the [`part` field](FollowerInfo#structfield.part) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn part_as_default(self) -> FollowerInfoBuilder<(T0, ::planus::DefaultValue)> {
                    self.part(::planus::DefaultValue)
                }
            }

            impl<T0, T1> FollowerInfoBuilder<(T0, T1)> {
                /// Setter for the [`config_version` field](FollowerInfo#structfield.config_version).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config_version<T2>(self, value: T2) -> FollowerInfoBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1) = self.0;
                    FollowerInfoBuilder((v0, v1, value))
                }

                /// Sets the [`config_version` field](FollowerInfo#structfield.config_version) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config_version_as_default(
                    self,
                ) -> FollowerInfoBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.config_version(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> FollowerInfoBuilder<(T0, T1, T2)> {
                /// Setter for the [`ensemble` field](FollowerInfo#structfield.ensemble).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn ensemble<T3>(self, value: T3) -> FollowerInfoBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAsOptional<self::EnsembleId>,
                {
                    let (v0, v1, v2) = self.0;
                    FollowerInfoBuilder((v0, v1, v2, value))
                }

                /// Sets the [`ensemble` field](FollowerInfo#structfield.ensemble) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn ensemble_as_null(self) -> FollowerInfoBuilder<(T0, T1, T2, ())> {
                    self.ensemble(())
                }
            }

            impl<T0, T1, T2, T3> FollowerInfoBuilder<(T0, T1, T2, T3)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [FollowerInfo].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FollowerInfo>
                where
                    Self: ::planus::WriteAsOffset<FollowerInfo>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<self::Part, self::Part>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAsOptional<self::EnsembleId>,
            > ::planus::WriteAs<::planus::Offset<FollowerInfo>>
                for FollowerInfoBuilder<(T0, T1, T2, T3)>
            {
                type Prepared = ::planus::Offset<FollowerInfo>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FollowerInfo> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<self::Part, self::Part>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAsOptional<self::EnsembleId>,
            > ::planus::WriteAsOptional<::planus::Offset<FollowerInfo>>
                for FollowerInfoBuilder<(T0, T1, T2, T3)>
            {
                type Prepared = ::planus::Offset<FollowerInfo>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<FollowerInfo>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<self::Part, self::Part>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAsOptional<self::EnsembleId>,
            > ::planus::WriteAsOffset<FollowerInfo> for FollowerInfoBuilder<(T0, T1, T2, T3)>
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<FollowerInfo> {
                    let (v0, v1, v2, v3) = &self.0;
                    FollowerInfo::create(builder, v0, v1, v2, v3)
                }
            }

            /// Reference to a deserialized [FollowerInfo].
            #[derive(Copy, Clone)]
            pub struct FollowerInfoRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> FollowerInfoRef<'a> {
                /// Getter for the [`accepted` field](FollowerInfo#structfield.accepted).
                #[inline]
                pub fn accepted(&self) -> ::planus::Result<u32> {
                    ::core::result::Result::Ok(
                        self.0.access(0, "FollowerInfo", "accepted")?.unwrap_or(0),
                    )
                }

                /// Getter for the [`part` field](FollowerInfo#structfield.part).
                #[inline]
                pub fn part(&self) -> ::planus::Result<self::Part> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(1, "FollowerInfo", "part")?
                            .unwrap_or(self::Part::Abstaining),
                    )
                }

                /// Getter for the [`config_version` field](FollowerInfo#structfield.config_version).
                #[inline]
                pub fn config_version(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(2, "FollowerInfo", "config_version")?
                            .unwrap_or(0),
                    )
                }

                /// Getter for the [`ensemble` field](FollowerInfo#structfield.ensemble).
                #[inline]
                pub fn ensemble(
                    &self,
                ) -> ::planus::Result<::core::option::Option<self::EnsembleIdRef<'a>>>
                {
                    self.0.access(3, "FollowerInfo", "ensemble")
                }
            }

            impl<'a> ::core::fmt::Debug for FollowerInfoRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("FollowerInfoRef");
                    f.field("accepted", &self.accepted());
                    f.field("part", &self.part());
                    f.field("config_version", &self.config_version());
                    if let ::core::option::Option::Some(field_ensemble) =
                        self.ensemble().transpose()
                    {
                        f.field("ensemble", &field_ensemble);
                    }
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<FollowerInfoRef<'a>> for FollowerInfo {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: FollowerInfoRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        accepted: ::core::convert::TryInto::try_into(value.accepted()?)?,
                        part: ::core::convert::TryInto::try_into(value.part()?)?,
                        config_version: ::core::convert::TryInto::try_into(
                            value.config_version()?,
                        )?,
                        ensemble: value.ensemble()?.map(::core::convert::Into::into),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for FollowerInfoRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for FollowerInfoRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[FollowerInfoRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<FollowerInfo>> for FollowerInfo {
                type Value = ::planus::Offset<FollowerInfo>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<FollowerInfo>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for FollowerInfoRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[FollowerInfoRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `LeaderInfo` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `LeaderInfo` in the file `peer.fbs:112`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct LeaderInfo {
                /// The field `epoch` in the table `LeaderInfo`
                pub epoch: u32,
                /// The field `ensemble` in the table `LeaderInfo`
                pub ensemble: self::EnsembleId,
                /// The field `incarnation` in the table `LeaderInfo`
                pub incarnation: u64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for LeaderInfo {
                fn default() -> Self {
                    Self {
                        epoch: 0,
                        ensemble: ::core::default::Default::default(),
                        incarnation: 0,
                    }
                }
            }

            impl LeaderInfo {
                /// Creates a [LeaderInfoBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> LeaderInfoBuilder<()> {
                    LeaderInfoBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_epoch: impl ::planus::WriteAsDefault<u32, u32>,
                    field_ensemble: impl ::planus::WriteAs<self::EnsembleId>,
                    field_incarnation: impl ::planus::WriteAsDefault<u64, u64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_epoch = field_epoch.prepare(builder, &0);
                    let prepared_ensemble = field_ensemble.prepare(builder);
                    let prepared_incarnation = field_incarnation.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<self::EnsembleId>(1);
                    if prepared_incarnation.is_some() {
                        table_writer.write_entry::<u64>(2);
                    }
                    if prepared_epoch.is_some() {
                        table_writer.write_entry::<u32>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 16>(&prepared_ensemble);
                            if let ::core::option::Option::Some(prepared_incarnation) =
                                prepared_incarnation
                            {
                                object_writer.write::<_, _, 8>(&prepared_incarnation);
                            }
                            if let ::core::option::Option::Some(prepared_epoch) = prepared_epoch {
                                object_writer.write::<_, _, 4>(&prepared_epoch);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<LeaderInfo>> for LeaderInfo {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<LeaderInfo> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<LeaderInfo>> for LeaderInfo {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<LeaderInfo>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<LeaderInfo> for LeaderInfo {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<LeaderInfo> {
                    LeaderInfo::create(builder, self.epoch, self.ensemble, self.incarnation)
                }
            }

            /// Builder for serializing an instance of the [LeaderInfo] type.
            ///
            /// Can be created using the [LeaderInfo::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct LeaderInfoBuilder<State>(State);

            impl LeaderInfoBuilder<()> {
                /// Setter for the [`epoch` field](LeaderInfo#structfield.epoch).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch<T0>(self, value: T0) -> LeaderInfoBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u32, u32>,
                {
                    LeaderInfoBuilder((value,))
                }

                /// Sets the [`epoch` field](LeaderInfo#structfield.epoch) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch_as_default(self) -> LeaderInfoBuilder<(::planus::DefaultValue,)> {
                    self.epoch(::planus::DefaultValue)
                }
            }

            impl<T0> LeaderInfoBuilder<(T0,)> {
                /// Setter for the [`ensemble` field](LeaderInfo#structfield.ensemble).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn ensemble<T1>(self, value: T1) -> LeaderInfoBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAs<self::EnsembleId>,
                {
                    let (v0,) = self.0;
                    LeaderInfoBuilder((v0, value))
                }
            }

            impl<T0, T1> LeaderInfoBuilder<(T0, T1)> {
                /// Setter for the [`incarnation` field](LeaderInfo#structfield.incarnation).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn incarnation<T2>(self, value: T2) -> LeaderInfoBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<u64, u64>,
                {
                    let (v0, v1) = self.0;
                    LeaderInfoBuilder((v0, v1, value))
                }

                /// Sets the [`incarnation` field](LeaderInfo#structfield.incarnation) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn incarnation_as_default(
                    self,
                ) -> LeaderInfoBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.incarnation(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> LeaderInfoBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [LeaderInfo].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<LeaderInfo>
                where
                    Self: ::planus::WriteAsOffset<LeaderInfo>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAs<self::EnsembleId>,
                T2: ::planus::WriteAsDefault<u64, u64>,
            > ::planus::WriteAs<::planus::Offset<LeaderInfo>> for LeaderInfoBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<LeaderInfo>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<LeaderInfo> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAs<self::EnsembleId>,
                T2: ::planus::WriteAsDefault<u64, u64>,
            > ::planus::WriteAsOptional<::planus::Offset<LeaderInfo>>
                for LeaderInfoBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<LeaderInfo>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<LeaderInfo>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAs<self::EnsembleId>,
                T2: ::planus::WriteAsDefault<u64, u64>,
            > ::planus::WriteAsOffset<LeaderInfo> for LeaderInfoBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<LeaderInfo> {
                    let (v0, v1, v2) = &self.0;
                    LeaderInfo::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [LeaderInfo].
            #[derive(Copy, Clone)]
            pub struct LeaderInfoRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> LeaderInfoRef<'a> {
                /// Getter for the [`epoch` field](LeaderInfo#structfield.epoch).
                #[inline]
                pub fn epoch(&self) -> ::planus::Result<u32> {
                    ::core::result::Result::Ok(
                        self.0.access(0, "LeaderInfo", "epoch")?.unwrap_or(0),
                    )
                }

                /// Getter for the [`ensemble` field](LeaderInfo#structfield.ensemble).
                #[inline]
                pub fn ensemble(&self) -> ::planus::Result<self::EnsembleIdRef<'a>> {
                    self.0.access_required(1, "LeaderInfo", "ensemble")
                }

                /// Getter for the [`incarnation` field](LeaderInfo#structfield.incarnation).
                #[inline]
                pub fn incarnation(&self) -> ::planus::Result<u64> {
                    ::core::result::Result::Ok(
                        self.0.access(2, "LeaderInfo", "incarnation")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for LeaderInfoRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("LeaderInfoRef");
                    f.field("epoch", &self.epoch());
                    f.field("ensemble", &self.ensemble());
                    f.field("incarnation", &self.incarnation());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<LeaderInfoRef<'a>> for LeaderInfo {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: LeaderInfoRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        epoch: ::core::convert::TryInto::try_into(value.epoch()?)?,
                        ensemble: ::core::convert::Into::into(value.ensemble()?),
                        incarnation: ::core::convert::TryInto::try_into(value.incarnation()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for LeaderInfoRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for LeaderInfoRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[LeaderInfoRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<LeaderInfo>> for LeaderInfo {
                type Value = ::planus::Offset<LeaderInfo>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<LeaderInfo>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for LeaderInfoRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[LeaderInfoRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `AckEpoch` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `AckEpoch` in the file `peer.fbs:119`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct AckEpoch {
                /// The field `promise` in the table `AckEpoch`
                pub promise: self::Promise,
                /// The field `current` in the table `AckEpoch`
                pub current: u32,
                /// The field `base` in the table `AckEpoch`
                pub base: i64,
                /// The field `stretches` in the table `AckEpoch`
                pub stretches: ::planus::alloc::vec::Vec<self::Stretch>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for AckEpoch {
                fn default() -> Self {
                    Self {
                        promise: self::Promise::None,
                        current: 0,
                        base: 0,
                        stretches: ::core::default::Default::default(),
                    }
                }
            }

            impl AckEpoch {
                /// Creates a [AckEpochBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> AckEpochBuilder<()> {
                    AckEpochBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_promise: impl ::planus::WriteAsDefault<self::Promise, self::Promise>,
                    field_current: impl ::planus::WriteAsDefault<u32, u32>,
                    field_base: impl ::planus::WriteAsDefault<i64, i64>,
                    field_stretches: impl ::planus::WriteAs<::planus::Offset<[self::Stretch]>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_promise = field_promise.prepare(builder, &self::Promise::None);
                    let prepared_current = field_current.prepare(builder, &0);
                    let prepared_base = field_base.prepare(builder, &0);
                    let prepared_stretches = field_stretches.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<12> =
                        ::core::default::Default::default();
                    if prepared_base.is_some() {
                        table_writer.write_entry::<i64>(2);
                    }
                    if prepared_current.is_some() {
                        table_writer.write_entry::<u32>(1);
                    }
                    table_writer.write_entry::<::planus::Offset<[self::Stretch]>>(3);
                    if prepared_promise.is_some() {
                        table_writer.write_entry::<self::Promise>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_base) = prepared_base {
                                object_writer.write::<_, _, 8>(&prepared_base);
                            }
                            if let ::core::option::Option::Some(prepared_current) = prepared_current
                            {
                                object_writer.write::<_, _, 4>(&prepared_current);
                            }
                            object_writer.write::<_, _, 4>(&prepared_stretches);
                            if let ::core::option::Option::Some(prepared_promise) = prepared_promise
                            {
                                object_writer.write::<_, _, 1>(&prepared_promise);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<AckEpoch>> for AckEpoch {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<AckEpoch> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<AckEpoch>> for AckEpoch {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<AckEpoch>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<AckEpoch> for AckEpoch {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<AckEpoch> {
                    AckEpoch::create(
                        builder,
                        self.promise,
                        self.current,
                        self.base,
                        &self.stretches,
                    )
                }
            }

            /// Builder for serializing an instance of the [AckEpoch] type.
            ///
            /// Can be created using the [AckEpoch::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct AckEpochBuilder<State>(State);

            impl AckEpochBuilder<()> {
                /// Setter for the [`promise` field](AckEpoch#structfield.promise).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn promise<T0>(self, value: T0) -> AckEpochBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<self::Promise, self::Promise>,
                {
                    AckEpochBuilder((value,))
                }

                /// Sets the [`promise` field](AckEpoch#structfield.promise) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn promise_as_default(self) -> AckEpochBuilder<(::planus::DefaultValue,)> {
                    self.promise(::planus::DefaultValue)
                }
            }

            impl<T0> AckEpochBuilder<(T0,)> {
                /// Setter for the [`current` field](AckEpoch#structfield.current).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn current<T1>(self, value: T1) -> AckEpochBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<u32, u32>,
                {
                    let (v0,) = self.0;
                    AckEpochBuilder((v0, value))
                }

                /// Sets the [`current` field](AckEpoch#structfield.current) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn current_as_default(self) -> AckEpochBuilder<(T0, ::planus::DefaultValue)> {
                    self.current(::planus::DefaultValue)
                }
            }

            impl<T0, T1> AckEpochBuilder<(T0, T1)> {
                /// Setter for the [`base` field](AckEpoch#structfield.base).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn base<T2>(self, value: T2) -> AckEpochBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1) = self.0;
                    AckEpochBuilder((v0, v1, value))
                }

                /// Sets the [`base` field](AckEpoch#structfield.base) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn base_as_default(self) -> AckEpochBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.base(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> AckEpochBuilder<(T0, T1, T2)> {
                /// Setter for the [`stretches` field](AckEpoch#structfield.stretches).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn stretches<T3>(self, value: T3) -> AckEpochBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAs<::planus::Offset<[self::Stretch]>>,
                {
                    let (v0, v1, v2) = self.0;
                    AckEpochBuilder((v0, v1, v2, value))
                }
            }

            impl<T0, T1, T2, T3> AckEpochBuilder<(T0, T1, T2, T3)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [AckEpoch].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<AckEpoch>
                where
                    Self: ::planus::WriteAsOffset<AckEpoch>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<self::Promise, self::Promise>,
                T1: ::planus::WriteAsDefault<u32, u32>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAs<::planus::Offset<[self::Stretch]>>,
            > ::planus::WriteAs<::planus::Offset<AckEpoch>> for AckEpochBuilder<(T0, T1, T2, T3)>
            {
                type Prepared = ::planus::Offset<AckEpoch>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<AckEpoch> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<self::Promise, self::Promise>,
                T1: ::planus::WriteAsDefault<u32, u32>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAs<::planus::Offset<[self::Stretch]>>,
            > ::planus::WriteAsOptional<::planus::Offset<AckEpoch>>
                for AckEpochBuilder<(T0, T1, T2, T3)>
            {
                type Prepared = ::planus::Offset<AckEpoch>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<AckEpoch>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<self::Promise, self::Promise>,
                T1: ::planus::WriteAsDefault<u32, u32>,
                T2: ::planus::WriteAsDefault<i64, i64>,
                T3: ::planus::WriteAs<::planus::Offset<[self::Stretch]>>,
            > ::planus::WriteAsOffset<AckEpoch> for AckEpochBuilder<(T0, T1, T2, T3)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<AckEpoch> {
                    let (v0, v1, v2, v3) = &self.0;
                    AckEpoch::create(builder, v0, v1, v2, v3)
                }
            }

            /// Reference to a deserialized [AckEpoch].
            #[derive(Copy, Clone)]
            pub struct AckEpochRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> AckEpochRef<'a> {
                /// Getter for the [`promise` field](AckEpoch#structfield.promise).
                #[inline]
                pub fn promise(&self) -> ::planus::Result<self::Promise> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(0, "AckEpoch", "promise")?
                            .unwrap_or(self::Promise::None),
                    )
                }

                /// Getter for the [`current` field](AckEpoch#structfield.current).
                #[inline]
                pub fn current(&self) -> ::planus::Result<u32> {
                    ::core::result::Result::Ok(
                        self.0.access(1, "AckEpoch", "current")?.unwrap_or(0),
                    )
                }

                /// Getter for the [`base` field](AckEpoch#structfield.base).
                #[inline]
                pub fn base(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(2, "AckEpoch", "base")?.unwrap_or(0))
                }

                /// Getter for the [`stretches` field](AckEpoch#structfield.stretches).
                #[inline]
                pub fn stretches(
                    &self,
                ) -> ::planus::Result<::planus::Vector<'a, self::StretchRef<'a>>> {
                    self.0.access_required(3, "AckEpoch", "stretches")
                }
            }

            impl<'a> ::core::fmt::Debug for AckEpochRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("AckEpochRef");
                    f.field("promise", &self.promise());
                    f.field("current", &self.current());
                    f.field("base", &self.base());
                    f.field("stretches", &self.stretches());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<AckEpochRef<'a>> for AckEpoch {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: AckEpochRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        promise: ::core::convert::TryInto::try_into(value.promise()?)?,
                        current: ::core::convert::TryInto::try_into(value.current()?)?,
                        base: ::core::convert::TryInto::try_into(value.base()?)?,
                        stretches: value.stretches()?.to_vec()?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for AckEpochRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for AckEpochRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[AckEpochRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<AckEpoch>> for AckEpoch {
                type Value = ::planus::Offset<AckEpoch>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<AckEpoch>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for AckEpochRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[AckEpochRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Trunc` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Trunc` in the file `peer.fbs:127`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Trunc {
                /// The field `last` in the table `Trunc`
                pub last: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Trunc {
                fn default() -> Self {
                    Self { last: 0 }
                }
            }

            impl Trunc {
                /// Creates a [TruncBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> TruncBuilder<()> {
                    TruncBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_last: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_last = field_last.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_last.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_last) = prepared_last {
                                object_writer.write::<_, _, 8>(&prepared_last);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Trunc>> for Trunc {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Trunc> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Trunc>> for Trunc {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Trunc>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Trunc> for Trunc {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Trunc> {
                    Trunc::create(builder, self.last)
                }
            }

            /// Builder for serializing an instance of the [Trunc] type.
            ///
            /// Can be created using the [Trunc::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct TruncBuilder<State>(State);

            impl TruncBuilder<()> {
                /// Setter for the [`last` field](Trunc#structfield.last).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn last<T0>(self, value: T0) -> TruncBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    TruncBuilder((value,))
                }

                /// Sets the [`last` field](Trunc#structfield.last) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn last_as_default(self) -> TruncBuilder<(::planus::DefaultValue,)> {
                    self.last(::planus::DefaultValue)
                }
            }

            impl<T0> TruncBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Trunc].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Trunc>
                where
                    Self: ::planus::WriteAsOffset<Trunc>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAs<::planus::Offset<Trunc>>
                for TruncBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Trunc>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Trunc> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<Trunc>> for TruncBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Trunc>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Trunc>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAsOffset<Trunc>
                for TruncBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Trunc> {
                    let (v0,) = &self.0;
                    Trunc::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Trunc].
            #[derive(Copy, Clone)]
            pub struct TruncRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> TruncRef<'a> {
                /// Getter for the [`last` field](Trunc#structfield.last).
                #[inline]
                pub fn last(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(0, "Trunc", "last")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for TruncRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("TruncRef");
                    f.field("last", &self.last());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<TruncRef<'a>> for Trunc {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: TruncRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        last: ::core::convert::TryInto::try_into(value.last()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for TruncRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for TruncRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[TruncRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Trunc>> for Trunc {
                type Value = ::planus::Offset<Trunc>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Trunc>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for TruncRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[TruncRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Snap` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Snap` in the file `peer.fbs:132`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Snap {
                /// The field `zxid` in the table `Snap`
                pub zxid: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Snap {
                fn default() -> Self {
                    Self { zxid: 0 }
                }
            }

            impl Snap {
                /// Creates a [SnapBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SnapBuilder<()> {
                    SnapBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_zxid: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_zxid = field_zxid.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_zxid.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_zxid) = prepared_zxid {
                                object_writer.write::<_, _, 8>(&prepared_zxid);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Snap>> for Snap {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Snap> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Snap>> for Snap {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Snap>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Snap> for Snap {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Snap> {
                    Snap::create(builder, self.zxid)
                }
            }

            /// Builder for serializing an instance of the [Snap] type.
            ///
            /// Can be created using the [Snap::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SnapBuilder<State>(State);

            impl SnapBuilder<()> {
                /// Setter for the [`zxid` field](Snap#structfield.zxid).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn zxid<T0>(self, value: T0) -> SnapBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    SnapBuilder((value,))
                }

                /// Sets the [`zxid` field](Snap#structfield.zxid) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn zxid_as_default(self) -> SnapBuilder<(::planus::DefaultValue,)> {
                    self.zxid(::planus::DefaultValue)
                }
            }

            impl<T0> SnapBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Snap].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Snap>
                where
                    Self: ::planus::WriteAsOffset<Snap>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAs<::planus::Offset<Snap>>
                for SnapBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Snap>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Snap> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<Snap>> for SnapBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Snap>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Snap>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAsOffset<Snap> for SnapBuilder<(T0,)> {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Snap> {
                    let (v0,) = &self.0;
                    Snap::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Snap].
            #[derive(Copy, Clone)]
            pub struct SnapRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SnapRef<'a> {
                /// Getter for the [`zxid` field](Snap#structfield.zxid).
                #[inline]
                pub fn zxid(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(0, "Snap", "zxid")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for SnapRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SnapRef");
                    f.field("zxid", &self.zxid());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SnapRef<'a>> for Snap {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SnapRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        zxid: ::core::convert::TryInto::try_into(value.zxid()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SnapRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SnapRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[SnapRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Snap>> for Snap {
                type Value = ::planus::Offset<Snap>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Snap>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SnapRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SnapRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `SnapChunk` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `SnapChunk` in the file `peer.fbs:137`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct SnapChunk {
                /// The field `bytes` in the table `SnapChunk`
                pub bytes: ::planus::alloc::vec::Vec<u8>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for SnapChunk {
                fn default() -> Self {
                    Self {
                        bytes: ::core::default::Default::default(),
                    }
                }
            }

            impl SnapChunk {
                /// Creates a [SnapChunkBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SnapChunkBuilder<()> {
                    SnapChunkBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_bytes: impl ::planus::WriteAs<::planus::Offset<[u8]>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_bytes = field_bytes.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<[u8]>>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_bytes);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<SnapChunk>> for SnapChunk {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapChunk> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<SnapChunk>> for SnapChunk {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SnapChunk>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<SnapChunk> for SnapChunk {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapChunk> {
                    SnapChunk::create(builder, &self.bytes)
                }
            }

            /// Builder for serializing an instance of the [SnapChunk] type.
            ///
            /// Can be created using the [SnapChunk::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SnapChunkBuilder<State>(State);

            impl SnapChunkBuilder<()> {
                /// Setter for the [`bytes` field](SnapChunk#structfield.bytes).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn bytes<T0>(self, value: T0) -> SnapChunkBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<[u8]>>,
                {
                    SnapChunkBuilder((value,))
                }
            }

            impl<T0> SnapChunkBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [SnapChunk].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapChunk>
                where
                    Self: ::planus::WriteAsOffset<SnapChunk>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>>
                ::planus::WriteAs<::planus::Offset<SnapChunk>> for SnapChunkBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<SnapChunk>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapChunk> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>>
                ::planus::WriteAsOptional<::planus::Offset<SnapChunk>> for SnapChunkBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<SnapChunk>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SnapChunk>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>> ::planus::WriteAsOffset<SnapChunk>
                for SnapChunkBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapChunk> {
                    let (v0,) = &self.0;
                    SnapChunk::create(builder, v0)
                }
            }

            /// Reference to a deserialized [SnapChunk].
            #[derive(Copy, Clone)]
            pub struct SnapChunkRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SnapChunkRef<'a> {
                /// Getter for the [`bytes` field](SnapChunk#structfield.bytes).
                #[inline]
                pub fn bytes(&self) -> ::planus::Result<&'a [u8]> {
                    self.0.access_required(0, "SnapChunk", "bytes")
                }
            }

            impl<'a> ::core::fmt::Debug for SnapChunkRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SnapChunkRef");
                    f.field("bytes", &self.bytes());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SnapChunkRef<'a>> for SnapChunk {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SnapChunkRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        bytes: value.bytes()?.to_vec(),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SnapChunkRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SnapChunkRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SnapChunkRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<SnapChunk>> for SnapChunk {
                type Value = ::planus::Offset<SnapChunk>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<SnapChunk>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SnapChunkRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SnapChunkRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `SnapEnd` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `SnapEnd` in the file `peer.fbs:142`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct SnapEnd {
                /// The field `entries` in the table `SnapEnd`
                pub entries: u64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for SnapEnd {
                fn default() -> Self {
                    Self { entries: 0 }
                }
            }

            impl SnapEnd {
                /// Creates a [SnapEndBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SnapEndBuilder<()> {
                    SnapEndBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_entries: impl ::planus::WriteAsDefault<u64, u64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_entries = field_entries.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_entries.is_some() {
                        table_writer.write_entry::<u64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_entries) = prepared_entries
                            {
                                object_writer.write::<_, _, 8>(&prepared_entries);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<SnapEnd>> for SnapEnd {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapEnd> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<SnapEnd>> for SnapEnd {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SnapEnd>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<SnapEnd> for SnapEnd {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapEnd> {
                    SnapEnd::create(builder, self.entries)
                }
            }

            /// Builder for serializing an instance of the [SnapEnd] type.
            ///
            /// Can be created using the [SnapEnd::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SnapEndBuilder<State>(State);

            impl SnapEndBuilder<()> {
                /// Setter for the [`entries` field](SnapEnd#structfield.entries).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn entries<T0>(self, value: T0) -> SnapEndBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u64, u64>,
                {
                    SnapEndBuilder((value,))
                }

                /// Sets the [`entries` field](SnapEnd#structfield.entries) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn entries_as_default(self) -> SnapEndBuilder<(::planus::DefaultValue,)> {
                    self.entries(::planus::DefaultValue)
                }
            }

            impl<T0> SnapEndBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [SnapEnd].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapEnd>
                where
                    Self: ::planus::WriteAsOffset<SnapEnd>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>>
                ::planus::WriteAs<::planus::Offset<SnapEnd>> for SnapEndBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<SnapEnd>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapEnd> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>>
                ::planus::WriteAsOptional<::planus::Offset<SnapEnd>> for SnapEndBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<SnapEnd>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SnapEnd>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>> ::planus::WriteAsOffset<SnapEnd>
                for SnapEndBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SnapEnd> {
                    let (v0,) = &self.0;
                    SnapEnd::create(builder, v0)
                }
            }

            /// Reference to a deserialized [SnapEnd].
            #[derive(Copy, Clone)]
            pub struct SnapEndRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SnapEndRef<'a> {
                /// Getter for the [`entries` field](SnapEnd#structfield.entries).
                #[inline]
                pub fn entries(&self) -> ::planus::Result<u64> {
                    ::core::result::Result::Ok(self.0.access(0, "SnapEnd", "entries")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for SnapEndRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SnapEndRef");
                    f.field("entries", &self.entries());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SnapEndRef<'a>> for SnapEnd {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SnapEndRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        entries: ::core::convert::TryInto::try_into(value.entries()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SnapEndRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SnapEndRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SnapEndRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<SnapEnd>> for SnapEnd {
                type Value = ::planus::Offset<SnapEnd>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<SnapEnd>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SnapEndRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SnapEndRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `NewLeader` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `NewLeader` in the file `peer.fbs:147`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct NewLeader {
                /// The field `epoch` in the table `NewLeader`
                pub epoch: u32,
                /// The field `last` in the table `NewLeader`
                pub last: i64,
                /// The field `config` in the table `NewLeader`
                pub config: ::planus::alloc::string::String,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for NewLeader {
                fn default() -> Self {
                    Self {
                        epoch: 0,
                        last: 0,
                        config: ::core::default::Default::default(),
                    }
                }
            }

            impl NewLeader {
                /// Creates a [NewLeaderBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> NewLeaderBuilder<()> {
                    NewLeaderBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_epoch: impl ::planus::WriteAsDefault<u32, u32>,
                    field_last: impl ::planus::WriteAsDefault<i64, i64>,
                    field_config: impl ::planus::WriteAs<::planus::Offset<str>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_epoch = field_epoch.prepare(builder, &0);
                    let prepared_last = field_last.prepare(builder, &0);
                    let prepared_config = field_config.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_last.is_some() {
                        table_writer.write_entry::<i64>(1);
                    }
                    if prepared_epoch.is_some() {
                        table_writer.write_entry::<u32>(0);
                    }
                    table_writer.write_entry::<::planus::Offset<str>>(2);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_last) = prepared_last {
                                object_writer.write::<_, _, 8>(&prepared_last);
                            }
                            if let ::core::option::Option::Some(prepared_epoch) = prepared_epoch {
                                object_writer.write::<_, _, 4>(&prepared_epoch);
                            }
                            object_writer.write::<_, _, 4>(&prepared_config);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<NewLeader>> for NewLeader {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NewLeader> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<NewLeader>> for NewLeader {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<NewLeader>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<NewLeader> for NewLeader {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NewLeader> {
                    NewLeader::create(builder, self.epoch, self.last, &self.config)
                }
            }

            /// Builder for serializing an instance of the [NewLeader] type.
            ///
            /// Can be created using the [NewLeader::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct NewLeaderBuilder<State>(State);

            impl NewLeaderBuilder<()> {
                /// Setter for the [`epoch` field](NewLeader#structfield.epoch).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch<T0>(self, value: T0) -> NewLeaderBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u32, u32>,
                {
                    NewLeaderBuilder((value,))
                }

                /// Sets the [`epoch` field](NewLeader#structfield.epoch) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch_as_default(self) -> NewLeaderBuilder<(::planus::DefaultValue,)> {
                    self.epoch(::planus::DefaultValue)
                }
            }

            impl<T0> NewLeaderBuilder<(T0,)> {
                /// Setter for the [`last` field](NewLeader#structfield.last).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn last<T1>(self, value: T1) -> NewLeaderBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0,) = self.0;
                    NewLeaderBuilder((v0, value))
                }

                /// Sets the [`last` field](NewLeader#structfield.last) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn last_as_default(self) -> NewLeaderBuilder<(T0, ::planus::DefaultValue)> {
                    self.last(::planus::DefaultValue)
                }
            }

            impl<T0, T1> NewLeaderBuilder<(T0, T1)> {
                /// Setter for the [`config` field](NewLeader#structfield.config).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn config<T2>(self, value: T2) -> NewLeaderBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    let (v0, v1) = self.0;
                    NewLeaderBuilder((v0, v1, value))
                }
            }

            impl<T0, T1, T2> NewLeaderBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [NewLeader].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<NewLeader>
                where
                    Self: ::planus::WriteAsOffset<NewLeader>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAs<::planus::Offset<NewLeader>> for NewLeaderBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<NewLeader>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NewLeader> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOptional<::planus::Offset<NewLeader>>
                for NewLeaderBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<NewLeader>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<NewLeader>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u32, u32>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOffset<NewLeader> for NewLeaderBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NewLeader> {
                    let (v0, v1, v2) = &self.0;
                    NewLeader::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [NewLeader].
            #[derive(Copy, Clone)]
            pub struct NewLeaderRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> NewLeaderRef<'a> {
                /// Getter for the [`epoch` field](NewLeader#structfield.epoch).
                #[inline]
                pub fn epoch(&self) -> ::planus::Result<u32> {
                    ::core::result::Result::Ok(self.0.access(0, "NewLeader", "epoch")?.unwrap_or(0))
                }

                /// Getter for the [`last` field](NewLeader#structfield.last).
                #[inline]
                pub fn last(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(1, "NewLeader", "last")?.unwrap_or(0))
                }

                /// Getter for the [`config` field](NewLeader#structfield.config).
                #[inline]
                pub fn config(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(2, "NewLeader", "config")
                }
            }

            impl<'a> ::core::fmt::Debug for NewLeaderRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("NewLeaderRef");
                    f.field("epoch", &self.epoch());
                    f.field("last", &self.last());
                    f.field("config", &self.config());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<NewLeaderRef<'a>> for NewLeader {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: NewLeaderRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        epoch: ::core::convert::TryInto::try_into(value.epoch()?)?,
                        last: ::core::convert::TryInto::try_into(value.last()?)?,
                        config: ::core::convert::Into::into(value.config()?),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for NewLeaderRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for NewLeaderRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[NewLeaderRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<NewLeader>> for NewLeader {
                type Value = ::planus::Offset<NewLeader>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<NewLeader>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for NewLeaderRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[NewLeaderRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `AckNewLeader` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `AckNewLeader` in the file `peer.fbs:154`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct AckNewLeader {
                /// The field `epoch` in the table `AckNewLeader`
                pub epoch: u32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for AckNewLeader {
                fn default() -> Self {
                    Self { epoch: 0 }
                }
            }

            impl AckNewLeader {
                /// Creates a [AckNewLeaderBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> AckNewLeaderBuilder<()> {
                    AckNewLeaderBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_epoch: impl ::planus::WriteAsDefault<u32, u32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_epoch = field_epoch.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_epoch.is_some() {
                        table_writer.write_entry::<u32>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_epoch) = prepared_epoch {
                                object_writer.write::<_, _, 4>(&prepared_epoch);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<AckNewLeader>> for AckNewLeader {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckNewLeader> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<AckNewLeader>> for AckNewLeader {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<AckNewLeader>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<AckNewLeader> for AckNewLeader {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckNewLeader> {
                    AckNewLeader::create(builder, self.epoch)
                }
            }

            /// Builder for serializing an instance of the [AckNewLeader] type.
            ///
            /// Can be created using the [AckNewLeader::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct AckNewLeaderBuilder<State>(State);

            impl AckNewLeaderBuilder<()> {
                /// Setter for the [`epoch` field](AckNewLeader#structfield.epoch).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch<T0>(self, value: T0) -> AckNewLeaderBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u32, u32>,
                {
                    AckNewLeaderBuilder((value,))
                }

                /// Sets the [`epoch` field](AckNewLeader#structfield.epoch) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn epoch_as_default(self) -> AckNewLeaderBuilder<(::planus::DefaultValue,)> {
                    self.epoch(::planus::DefaultValue)
                }
            }

            impl<T0> AckNewLeaderBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [AckNewLeader].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckNewLeader>
                where
                    Self: ::planus::WriteAsOffset<AckNewLeader>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u32, u32>>
                ::planus::WriteAs<::planus::Offset<AckNewLeader>> for AckNewLeaderBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<AckNewLeader>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckNewLeader> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u32, u32>>
                ::planus::WriteAsOptional<::planus::Offset<AckNewLeader>>
                for AckNewLeaderBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<AckNewLeader>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<AckNewLeader>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<u32, u32>> ::planus::WriteAsOffset<AckNewLeader>
                for AckNewLeaderBuilder<(T0,)>
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckNewLeader> {
                    let (v0,) = &self.0;
                    AckNewLeader::create(builder, v0)
                }
            }

            /// Reference to a deserialized [AckNewLeader].
            #[derive(Copy, Clone)]
            pub struct AckNewLeaderRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> AckNewLeaderRef<'a> {
                /// Getter for the [`epoch` field](AckNewLeader#structfield.epoch).
                #[inline]
                pub fn epoch(&self) -> ::planus::Result<u32> {
                    ::core::result::Result::Ok(
                        self.0.access(0, "AckNewLeader", "epoch")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for AckNewLeaderRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("AckNewLeaderRef");
                    f.field("epoch", &self.epoch());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<AckNewLeaderRef<'a>> for AckNewLeader {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: AckNewLeaderRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        epoch: ::core::convert::TryInto::try_into(value.epoch()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for AckNewLeaderRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for AckNewLeaderRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[AckNewLeaderRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<AckNewLeader>> for AckNewLeader {
                type Value = ::planus::Offset<AckNewLeader>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<AckNewLeader>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for AckNewLeaderRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[AckNewLeaderRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `UpToDate` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `UpToDate` in the file `peer.fbs:159`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct UpToDate {
                /// The field `committed` in the table `UpToDate`
                pub committed: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for UpToDate {
                fn default() -> Self {
                    Self { committed: 0 }
                }
            }

            impl UpToDate {
                /// Creates a [UpToDateBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> UpToDateBuilder<()> {
                    UpToDateBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_committed: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_committed = field_committed.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_committed.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_committed) =
                                prepared_committed
                            {
                                object_writer.write::<_, _, 8>(&prepared_committed);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<UpToDate>> for UpToDate {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<UpToDate> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<UpToDate>> for UpToDate {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<UpToDate>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<UpToDate> for UpToDate {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<UpToDate> {
                    UpToDate::create(builder, self.committed)
                }
            }

            /// Builder for serializing an instance of the [UpToDate] type.
            ///
            /// Can be created using the [UpToDate::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct UpToDateBuilder<State>(State);

            impl UpToDateBuilder<()> {
                /// Setter for the [`committed` field](UpToDate#structfield.committed).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn committed<T0>(self, value: T0) -> UpToDateBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    UpToDateBuilder((value,))
                }

                /// Sets the [`committed` field](UpToDate#structfield.committed) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn committed_as_default(self) -> UpToDateBuilder<(::planus::DefaultValue,)> {
                    self.committed(::planus::DefaultValue)
                }
            }

            impl<T0> UpToDateBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [UpToDate].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<UpToDate>
                where
                    Self: ::planus::WriteAsOffset<UpToDate>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAs<::planus::Offset<UpToDate>> for UpToDateBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<UpToDate>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<UpToDate> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<UpToDate>> for UpToDateBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<UpToDate>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<UpToDate>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAsOffset<UpToDate>
                for UpToDateBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<UpToDate> {
                    let (v0,) = &self.0;
                    UpToDate::create(builder, v0)
                }
            }

            /// Reference to a deserialized [UpToDate].
            #[derive(Copy, Clone)]
            pub struct UpToDateRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> UpToDateRef<'a> {
                /// Getter for the [`committed` field](UpToDate#structfield.committed).
                #[inline]
                pub fn committed(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(
                        self.0.access(0, "UpToDate", "committed")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for UpToDateRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("UpToDateRef");
                    f.field("committed", &self.committed());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<UpToDateRef<'a>> for UpToDate {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: UpToDateRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        committed: ::core::convert::TryInto::try_into(value.committed()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for UpToDateRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for UpToDateRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[UpToDateRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<UpToDate>> for UpToDate {
                type Value = ::planus::Offset<UpToDate>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<UpToDate>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for UpToDateRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[UpToDateRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Proposal` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Proposal` in the file `peer.fbs:164`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Proposal {
                /// The field `txn` in the table `Proposal`
                pub txn: ::planus::alloc::vec::Vec<u8>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Proposal {
                fn default() -> Self {
                    Self {
                        txn: ::core::default::Default::default(),
                    }
                }
            }

            impl Proposal {
                /// Creates a [ProposalBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ProposalBuilder<()> {
                    ProposalBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_txn: impl ::planus::WriteAs<::planus::Offset<[u8]>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_txn = field_txn.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<[u8]>>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_txn);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Proposal>> for Proposal {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Proposal> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Proposal>> for Proposal {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Proposal>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Proposal> for Proposal {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Proposal> {
                    Proposal::create(builder, &self.txn)
                }
            }

            /// Builder for serializing an instance of the [Proposal] type.
            ///
            /// Can be created using the [Proposal::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ProposalBuilder<State>(State);

            impl ProposalBuilder<()> {
                /// Setter for the [`txn` field](Proposal#structfield.txn).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn txn<T0>(self, value: T0) -> ProposalBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<[u8]>>,
                {
                    ProposalBuilder((value,))
                }
            }

            impl<T0> ProposalBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Proposal].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Proposal>
                where
                    Self: ::planus::WriteAsOffset<Proposal>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>>
                ::planus::WriteAs<::planus::Offset<Proposal>> for ProposalBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Proposal>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Proposal> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>>
                ::planus::WriteAsOptional<::planus::Offset<Proposal>> for ProposalBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Proposal>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Proposal>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[u8]>>> ::planus::WriteAsOffset<Proposal>
                for ProposalBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Proposal> {
                    let (v0,) = &self.0;
                    Proposal::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Proposal].
            #[derive(Copy, Clone)]
            pub struct ProposalRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ProposalRef<'a> {
                /// Getter for the [`txn` field](Proposal#structfield.txn).
                #[inline]
                pub fn txn(&self) -> ::planus::Result<&'a [u8]> {
                    self.0.access_required(0, "Proposal", "txn")
                }
            }

            impl<'a> ::core::fmt::Debug for ProposalRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ProposalRef");
                    f.field("txn", &self.txn());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ProposalRef<'a>> for Proposal {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: ProposalRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        txn: value.txn()?.to_vec(),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for ProposalRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ProposalRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[ProposalRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Proposal>> for Proposal {
                type Value = ::planus::Offset<Proposal>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Proposal>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ProposalRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ProposalRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `AckProposal` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `AckProposal` in the file `peer.fbs:169`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct AckProposal {
                /// The field `through` in the table `AckProposal`
                pub through: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for AckProposal {
                fn default() -> Self {
                    Self { through: 0 }
                }
            }

            impl AckProposal {
                /// Creates a [AckProposalBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> AckProposalBuilder<()> {
                    AckProposalBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_through: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_through = field_through.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_through.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_through) = prepared_through
                            {
                                object_writer.write::<_, _, 8>(&prepared_through);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<AckProposal>> for AckProposal {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckProposal> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<AckProposal>> for AckProposal {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<AckProposal>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<AckProposal> for AckProposal {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckProposal> {
                    AckProposal::create(builder, self.through)
                }
            }

            /// Builder for serializing an instance of the [AckProposal] type.
            ///
            /// Can be created using the [AckProposal::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct AckProposalBuilder<State>(State);

            impl AckProposalBuilder<()> {
                /// Setter for the [`through` field](AckProposal#structfield.through).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn through<T0>(self, value: T0) -> AckProposalBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    AckProposalBuilder((value,))
                }

                /// Sets the [`through` field](AckProposal#structfield.through) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn through_as_default(self) -> AckProposalBuilder<(::planus::DefaultValue,)> {
                    self.through(::planus::DefaultValue)
                }
            }

            impl<T0> AckProposalBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [AckProposal].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckProposal>
                where
                    Self: ::planus::WriteAsOffset<AckProposal>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAs<::planus::Offset<AckProposal>> for AckProposalBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<AckProposal>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckProposal> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<AckProposal>>
                for AckProposalBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<AckProposal>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<AckProposal>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAsOffset<AckProposal>
                for AckProposalBuilder<(T0,)>
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<AckProposal> {
                    let (v0,) = &self.0;
                    AckProposal::create(builder, v0)
                }
            }

            /// Reference to a deserialized [AckProposal].
            #[derive(Copy, Clone)]
            pub struct AckProposalRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> AckProposalRef<'a> {
                /// Getter for the [`through` field](AckProposal#structfield.through).
                #[inline]
                pub fn through(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(
                        self.0.access(0, "AckProposal", "through")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for AckProposalRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("AckProposalRef");
                    f.field("through", &self.through());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<AckProposalRef<'a>> for AckProposal {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: AckProposalRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        through: ::core::convert::TryInto::try_into(value.through()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for AckProposalRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for AckProposalRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[AckProposalRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<AckProposal>> for AckProposal {
                type Value = ::planus::Offset<AckProposal>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<AckProposal>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for AckProposalRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[AckProposalRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Commit` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Commit` in the file `peer.fbs:174`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Commit {
                /// The field `through` in the table `Commit`
                pub through: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Commit {
                fn default() -> Self {
                    Self { through: 0 }
                }
            }

            impl Commit {
                /// Creates a [CommitBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CommitBuilder<()> {
                    CommitBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_through: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_through = field_through.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_through.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_through) = prepared_through
                            {
                                object_writer.write::<_, _, 8>(&prepared_through);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Commit>> for Commit {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Commit> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Commit>> for Commit {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Commit>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Commit> for Commit {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Commit> {
                    Commit::create(builder, self.through)
                }
            }

            /// Builder for serializing an instance of the [Commit] type.
            ///
            /// Can be created using the [Commit::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CommitBuilder<State>(State);

            impl CommitBuilder<()> {
                /// Setter for the [`through` field](Commit#structfield.through).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn through<T0>(self, value: T0) -> CommitBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    CommitBuilder((value,))
                }

                /// Sets the [`through` field](Commit#structfield.through) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn through_as_default(self) -> CommitBuilder<(::planus::DefaultValue,)> {
                    self.through(::planus::DefaultValue)
                }
            }

            impl<T0> CommitBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Commit].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Commit>
                where
                    Self: ::planus::WriteAsOffset<Commit>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAs<::planus::Offset<Commit>>
                for CommitBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Commit>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Commit> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<Commit>> for CommitBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Commit>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Commit>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAsOffset<Commit>
                for CommitBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Commit> {
                    let (v0,) = &self.0;
                    Commit::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Commit].
            #[derive(Copy, Clone)]
            pub struct CommitRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CommitRef<'a> {
                /// Getter for the [`through` field](Commit#structfield.through).
                #[inline]
                pub fn through(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(0, "Commit", "through")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for CommitRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CommitRef");
                    f.field("through", &self.through());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CommitRef<'a>> for Commit {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CommitRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        through: ::core::convert::TryInto::try_into(value.through()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CommitRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CommitRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CommitRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Commit>> for Commit {
                type Value = ::planus::Offset<Commit>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Commit>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CommitRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CommitRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Ping` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Ping` in the file `peer.fbs:179`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Ping {
                /// The field `number` in the table `Ping`
                pub number: u64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Ping {
                fn default() -> Self {
                    Self { number: 0 }
                }
            }

            impl Ping {
                /// Creates a [PingBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> PingBuilder<()> {
                    PingBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_number: impl ::planus::WriteAsDefault<u64, u64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_number = field_number.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_number.is_some() {
                        table_writer.write_entry::<u64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_number) = prepared_number {
                                object_writer.write::<_, _, 8>(&prepared_number);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Ping>> for Ping {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ping> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Ping>> for Ping {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Ping>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Ping> for Ping {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ping> {
                    Ping::create(builder, self.number)
                }
            }

            /// Builder for serializing an instance of the [Ping] type.
            ///
            /// Can be created using the [Ping::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct PingBuilder<State>(State);

            impl PingBuilder<()> {
                /// Setter for the [`number` field](Ping#structfield.number).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number<T0>(self, value: T0) -> PingBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u64, u64>,
                {
                    PingBuilder((value,))
                }

                /// Sets the [`number` field](Ping#structfield.number) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number_as_default(self) -> PingBuilder<(::planus::DefaultValue,)> {
                    self.number(::planus::DefaultValue)
                }
            }

            impl<T0> PingBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Ping].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ping>
                where
                    Self: ::planus::WriteAsOffset<Ping>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>> ::planus::WriteAs<::planus::Offset<Ping>>
                for PingBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Ping>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ping> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>>
                ::planus::WriteAsOptional<::planus::Offset<Ping>> for PingBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Ping>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Ping>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>> ::planus::WriteAsOffset<Ping> for PingBuilder<(T0,)> {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ping> {
                    let (v0,) = &self.0;
                    Ping::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Ping].
            #[derive(Copy, Clone)]
            pub struct PingRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> PingRef<'a> {
                /// Getter for the [`number` field](Ping#structfield.number).
                #[inline]
                pub fn number(&self) -> ::planus::Result<u64> {
                    ::core::result::Result::Ok(self.0.access(0, "Ping", "number")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for PingRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("PingRef");
                    f.field("number", &self.number());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<PingRef<'a>> for Ping {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: PingRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        number: ::core::convert::TryInto::try_into(value.number()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for PingRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for PingRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[PingRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Ping>> for Ping {
                type Value = ::planus::Offset<Ping>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Ping>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for PingRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[PingRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Pong` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Pong` in the file `peer.fbs:184`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Pong {
                /// The field `number` in the table `Pong`
                pub number: u64,
                /// The field `heard` in the table `Pong`
                pub heard: ::planus::alloc::vec::Vec<i64>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Pong {
                fn default() -> Self {
                    Self {
                        number: 0,
                        heard: ::core::default::Default::default(),
                    }
                }
            }

            impl Pong {
                /// Creates a [PongBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> PongBuilder<()> {
                    PongBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_number: impl ::planus::WriteAsDefault<u64, u64>,
                    field_heard: impl ::planus::WriteAs<::planus::Offset<[i64]>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_number = field_number.prepare(builder, &0);
                    let prepared_heard = field_heard.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    if prepared_number.is_some() {
                        table_writer.write_entry::<u64>(0);
                    }
                    table_writer.write_entry::<::planus::Offset<[i64]>>(1);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_number) = prepared_number {
                                object_writer.write::<_, _, 8>(&prepared_number);
                            }
                            object_writer.write::<_, _, 4>(&prepared_heard);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Pong>> for Pong {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Pong> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Pong>> for Pong {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Pong>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Pong> for Pong {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Pong> {
                    Pong::create(builder, self.number, &self.heard)
                }
            }

            /// Builder for serializing an instance of the [Pong] type.
            ///
            /// Can be created using the [Pong::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct PongBuilder<State>(State);

            impl PongBuilder<()> {
                /// Setter for the [`number` field](Pong#structfield.number).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number<T0>(self, value: T0) -> PongBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u64, u64>,
                {
                    PongBuilder((value,))
                }

                /// Sets the [`number` field](Pong#structfield.number) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number_as_default(self) -> PongBuilder<(::planus::DefaultValue,)> {
                    self.number(::planus::DefaultValue)
                }
            }

            impl<T0> PongBuilder<(T0,)> {
                /// Setter for the [`heard` field](Pong#structfield.heard).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn heard<T1>(self, value: T1) -> PongBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAs<::planus::Offset<[i64]>>,
                {
                    let (v0,) = self.0;
                    PongBuilder((v0, value))
                }
            }

            impl<T0, T1> PongBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Pong].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Pong>
                where
                    Self: ::planus::WriteAsOffset<Pong>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u64, u64>,
                T1: ::planus::WriteAs<::planus::Offset<[i64]>>,
            > ::planus::WriteAs<::planus::Offset<Pong>> for PongBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Pong>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Pong> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u64, u64>,
                T1: ::planus::WriteAs<::planus::Offset<[i64]>>,
            > ::planus::WriteAsOptional<::planus::Offset<Pong>> for PongBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Pong>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Pong>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u64, u64>,
                T1: ::planus::WriteAs<::planus::Offset<[i64]>>,
            > ::planus::WriteAsOffset<Pong> for PongBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Pong> {
                    let (v0, v1) = &self.0;
                    Pong::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Pong].
            #[derive(Copy, Clone)]
            pub struct PongRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> PongRef<'a> {
                /// Getter for the [`number` field](Pong#structfield.number).
                #[inline]
                pub fn number(&self) -> ::planus::Result<u64> {
                    ::core::result::Result::Ok(self.0.access(0, "Pong", "number")?.unwrap_or(0))
                }

                /// Getter for the [`heard` field](Pong#structfield.heard).
                #[inline]
                pub fn heard(&self) -> ::planus::Result<::planus::Vector<'a, i64>> {
                    self.0.access_required(1, "Pong", "heard")
                }
            }

            impl<'a> ::core::fmt::Debug for PongRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("PongRef");
                    f.field("number", &self.number());
                    f.field("heard", &self.heard());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<PongRef<'a>> for Pong {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: PongRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        number: ::core::convert::TryInto::try_into(value.number()?)?,
                        heard: value.heard()?.to_vec()?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for PongRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for PongRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[PongRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Pong>> for Pong {
                type Value = ::planus::Offset<Pong>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Pong>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for PongRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[PongRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Identity` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Identity` in the file `peer.fbs:190`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Identity {
                /// The field `scheme` in the table `Identity`
                pub scheme: ::planus::alloc::string::String,
                /// The field `id` in the table `Identity`
                pub id: ::planus::alloc::string::String,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Identity {
                fn default() -> Self {
                    Self {
                        scheme: ::core::default::Default::default(),
                        id: ::core::default::Default::default(),
                    }
                }
            }

            impl Identity {
                /// Creates a [IdentityBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> IdentityBuilder<()> {
                    IdentityBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_scheme: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_id: impl ::planus::WriteAs<::planus::Offset<str>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_scheme = field_scheme.prepare(builder);
                    let prepared_id = field_id.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    table_writer.write_entry::<::planus::Offset<str>>(1);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_scheme);
                            object_writer.write::<_, _, 4>(&prepared_id);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Identity>> for Identity {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Identity> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Identity>> for Identity {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Identity>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Identity> for Identity {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Identity> {
                    Identity::create(builder, &self.scheme, &self.id)
                }
            }

            /// Builder for serializing an instance of the [Identity] type.
            ///
            /// Can be created using the [Identity::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct IdentityBuilder<State>(State);

            impl IdentityBuilder<()> {
                /// Setter for the [`scheme` field](Identity#structfield.scheme).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn scheme<T0>(self, value: T0) -> IdentityBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    IdentityBuilder((value,))
                }
            }

            impl<T0> IdentityBuilder<(T0,)> {
                /// Setter for the [`id` field](Identity#structfield.id).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn id<T1>(self, value: T1) -> IdentityBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    let (v0,) = self.0;
                    IdentityBuilder((v0, value))
                }
            }

            impl<T0, T1> IdentityBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Identity].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Identity>
                where
                    Self: ::planus::WriteAsOffset<Identity>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAs<::planus::Offset<Identity>> for IdentityBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Identity>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Identity> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOptional<::planus::Offset<Identity>> for IdentityBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Identity>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Identity>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOffset<Identity> for IdentityBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Identity> {
                    let (v0, v1) = &self.0;
                    Identity::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Identity].
            #[derive(Copy, Clone)]
            pub struct IdentityRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> IdentityRef<'a> {
                /// Getter for the [`scheme` field](Identity#structfield.scheme).
                #[inline]
                pub fn scheme(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "Identity", "scheme")
                }

                /// Getter for the [`id` field](Identity#structfield.id).
                #[inline]
                pub fn id(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(1, "Identity", "id")
                }
            }

            impl<'a> ::core::fmt::Debug for IdentityRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("IdentityRef");
                    f.field("scheme", &self.scheme());
                    f.field("id", &self.id());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<IdentityRef<'a>> for Identity {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: IdentityRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        scheme: ::core::convert::Into::into(value.scheme()?),
                        id: ::core::convert::Into::into(value.id()?),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for IdentityRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for IdentityRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[IdentityRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Identity>> for Identity {
                type Value = ::planus::Offset<Identity>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Identity>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for IdentityRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[IdentityRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Acl` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Acl` in the file `peer.fbs:196`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Acl {
                /// The field `permissions` in the table `Acl`
                pub permissions: i32,
                /// The field `scheme` in the table `Acl`
                pub scheme: ::planus::alloc::string::String,
                /// The field `id` in the table `Acl`
                pub id: ::planus::alloc::string::String,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Acl {
                fn default() -> Self {
                    Self {
                        permissions: 0,
                        scheme: ::core::default::Default::default(),
                        id: ::core::default::Default::default(),
                    }
                }
            }

            impl Acl {
                /// Creates a [AclBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> AclBuilder<()> {
                    AclBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_permissions: impl ::planus::WriteAsDefault<i32, i32>,
                    field_scheme: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_id: impl ::planus::WriteAs<::planus::Offset<str>>,
                ) -> ::planus::Offset<Self> {
                    let prepared_permissions = field_permissions.prepare(builder, &0);
                    let prepared_scheme = field_scheme.prepare(builder);
                    let prepared_id = field_id.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_permissions.is_some() {
                        table_writer.write_entry::<i32>(0);
                    }
                    table_writer.write_entry::<::planus::Offset<str>>(1);
                    table_writer.write_entry::<::planus::Offset<str>>(2);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_permissions) =
                                prepared_permissions
                            {
                                object_writer.write::<_, _, 4>(&prepared_permissions);
                            }
                            object_writer.write::<_, _, 4>(&prepared_scheme);
                            object_writer.write::<_, _, 4>(&prepared_id);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Acl>> for Acl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Acl>> for Acl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Acl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Acl> for Acl {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    Acl::create(builder, self.permissions, &self.scheme, &self.id)
                }
            }

            /// Builder for serializing an instance of the [Acl] type.
            ///
            /// Can be created using the [Acl::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct AclBuilder<State>(State);

            impl AclBuilder<()> {
                /// Setter for the [`permissions` field](Acl#structfield.permissions).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn permissions<T0>(self, value: T0) -> AclBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i32, i32>,
                {
                    AclBuilder((value,))
                }

                /// Sets the [`permissions` field](Acl#structfield.permissions) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn permissions_as_default(self) -> AclBuilder<(::planus::DefaultValue,)> {
                    self.permissions(::planus::DefaultValue)
                }
            }

            impl<T0> AclBuilder<(T0,)> {
                /// Setter for the [`scheme` field](Acl#structfield.scheme).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn scheme<T1>(self, value: T1) -> AclBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    let (v0,) = self.0;
                    AclBuilder((v0, value))
                }
            }

            impl<T0, T1> AclBuilder<(T0, T1)> {
                /// Setter for the [`id` field](Acl#structfield.id).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn id<T2>(self, value: T2) -> AclBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    let (v0, v1) = self.0;
                    AclBuilder((v0, v1, value))
                }
            }

            impl<T0, T1, T2> AclBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Acl].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl>
                where
                    Self: ::planus::WriteAsOffset<Acl>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i32, i32>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAs<::planus::Offset<Acl>> for AclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Acl>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i32, i32>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOptional<::planus::Offset<Acl>> for AclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Acl>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Acl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<i32, i32>,
                T1: ::planus::WriteAs<::planus::Offset<str>>,
                T2: ::planus::WriteAs<::planus::Offset<str>>,
            > ::planus::WriteAsOffset<Acl> for AclBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Acl> {
                    let (v0, v1, v2) = &self.0;
                    Acl::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [Acl].
            #[derive(Copy, Clone)]
            pub struct AclRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> AclRef<'a> {
                /// Getter for the [`permissions` field](Acl#structfield.permissions).
                #[inline]
                pub fn permissions(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(0, "Acl", "permissions")?.unwrap_or(0))
                }

                /// Getter for the [`scheme` field](Acl#structfield.scheme).
                #[inline]
                pub fn scheme(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(1, "Acl", "scheme")
                }

                /// Getter for the [`id` field](Acl#structfield.id).
                #[inline]
                pub fn id(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(2, "Acl", "id")
                }
            }

            impl<'a> ::core::fmt::Debug for AclRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("AclRef");
                    f.field("permissions", &self.permissions());
                    f.field("scheme", &self.scheme());
                    f.field("id", &self.id());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<AclRef<'a>> for Acl {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: AclRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        permissions: ::core::convert::TryInto::try_into(value.permissions()?)?,
                        scheme: ::core::convert::Into::into(value.scheme()?),
                        id: ::core::convert::Into::into(value.id()?),
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for AclRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for AclRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[AclRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Acl>> for Acl {
                type Value = ::planus::Offset<Acl>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Acl>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for AclRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[AclRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Create` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Create` in the file `peer.fbs:203`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Create {
                /// The field `path` in the table `Create`
                pub path: ::planus::alloc::string::String,
                /// The field `data` in the table `Create`
                pub data: ::core::option::Option<::planus::alloc::vec::Vec<u8>>,
                /// The field `acl` in the table `Create`
                pub acl: ::planus::alloc::vec::Vec<self::Acl>,
                /// The field `flags` in the table `Create`
                pub flags: i32,
                /// The field `ttl_ms` in the table `Create`
                pub ttl_ms: i64,
                /// The field `op` in the table `Create`
                pub op: self::CreateOp,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Create {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        data: ::core::default::Default::default(),
                        acl: ::core::default::Default::default(),
                        flags: 0,
                        ttl_ms: 0,
                        op: self::CreateOp::Create,
                    }
                }
            }

            impl Create {
                /// Creates a [CreateBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CreateBuilder<()> {
                    CreateBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_data: impl ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                    field_acl: impl ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                    field_flags: impl ::planus::WriteAsDefault<i32, i32>,
                    field_ttl_ms: impl ::planus::WriteAsDefault<i64, i64>,
                    field_op: impl ::planus::WriteAsDefault<self::CreateOp, self::CreateOp>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_data = field_data.prepare(builder);
                    let prepared_acl = field_acl.prepare(builder);
                    let prepared_flags = field_flags.prepare(builder, &0);
                    let prepared_ttl_ms = field_ttl_ms.prepare(builder, &0);
                    let prepared_op = field_op.prepare(builder, &self::CreateOp::Create);

                    let mut table_writer: ::planus::table_writer::TableWriter<16> =
                        ::core::default::Default::default();
                    if prepared_ttl_ms.is_some() {
                        table_writer.write_entry::<i64>(4);
                    }
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_data.is_some() {
                        table_writer.write_entry::<::planus::Offset<[u8]>>(1);
                    }
                    table_writer.write_entry::<::planus::Offset<[::planus::Offset<self::Acl>]>>(2);
                    if prepared_flags.is_some() {
                        table_writer.write_entry::<i32>(3);
                    }
                    if prepared_op.is_some() {
                        table_writer.write_entry::<self::CreateOp>(5);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_ttl_ms) = prepared_ttl_ms {
                                object_writer.write::<_, _, 8>(&prepared_ttl_ms);
                            }
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_data) = prepared_data {
                                object_writer.write::<_, _, 4>(&prepared_data);
                            }
                            object_writer.write::<_, _, 4>(&prepared_acl);
                            if let ::core::option::Option::Some(prepared_flags) = prepared_flags {
                                object_writer.write::<_, _, 4>(&prepared_flags);
                            }
                            if let ::core::option::Option::Some(prepared_op) = prepared_op {
                                object_writer.write::<_, _, 1>(&prepared_op);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Create>> for Create {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Create>> for Create {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Create>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Create> for Create {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    Create::create(
                        builder,
                        &self.path,
                        &self.data,
                        &self.acl,
                        self.flags,
                        self.ttl_ms,
                        self.op,
                    )
                }
            }

            /// Builder for serializing an instance of the [Create] type.
            ///
            /// Can be created using the [Create::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CreateBuilder<State>(State);

            impl CreateBuilder<()> {
                /// Setter for the [`path` field](Create#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> CreateBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    CreateBuilder((value,))
                }
            }

            impl<T0> CreateBuilder<(T0,)> {
                /// Setter for the [`data` field](Create#structfield.data).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data<T1>(self, value: T1) -> CreateBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                {
                    let (v0,) = self.0;
                    CreateBuilder((v0, value))
                }

                /// Sets the [`data` field](Create#structfield.data) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data_as_null(self) -> CreateBuilder<(T0, ())> {
                    self.data(())
                }
            }

            impl<T0, T1> CreateBuilder<(T0, T1)> {
                /// Setter for the [`acl` field](Create#structfield.acl).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn acl<T2>(self, value: T2) -> CreateBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                {
                    let (v0, v1) = self.0;
                    CreateBuilder((v0, v1, value))
                }
            }

            impl<T0, T1, T2> CreateBuilder<(T0, T1, T2)> {
                /// Setter for the [`flags` field](Create#structfield.flags).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn flags<T3>(self, value: T3) -> CreateBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1, v2) = self.0;
                    CreateBuilder((v0, v1, v2, value))
                }

                /// Sets the [`flags` field](Create#structfield.flags) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn flags_as_default(
                    self,
                ) -> CreateBuilder<(T0, T1, T2, ::planus::DefaultValue)> {
                    self.flags(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3> CreateBuilder<(T0, T1, T2, T3)> {
                /// Setter for the [`ttl_ms` field](Create#structfield.ttl_ms).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn ttl_ms<T4>(self, value: T4) -> CreateBuilder<(T0, T1, T2, T3, T4)>
                where
                    T4: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1, v2, v3) = self.0;
                    CreateBuilder((v0, v1, v2, v3, value))
                }

                /// Sets the [`ttl_ms` field](Create#structfield.ttl_ms) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn ttl_ms_as_default(
                    self,
                ) -> CreateBuilder<(T0, T1, T2, T3, ::planus::DefaultValue)> {
                    self.ttl_ms(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3, T4> CreateBuilder<(T0, T1, T2, T3, T4)> {
                /// Setter for the [`op` field](Create#structfield.op).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn op<T5>(self, value: T5) -> CreateBuilder<(T0, T1, T2, T3, T4, T5)>
                where
                    T5: ::planus::WriteAsDefault<self::CreateOp, self::CreateOp>,
                {
                    let (v0, v1, v2, v3, v4) = self.0;
                    CreateBuilder((v0, v1, v2, v3, v4, value))
                }

                /// Sets the [`op` field](Create#structfield.op) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn op_as_default(
                    self,
                ) -> CreateBuilder<(T0, T1, T2, T3, T4, ::planus::DefaultValue)> {
                    self.op(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3, T4, T5> CreateBuilder<(T0, T1, T2, T3, T4, T5)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Create].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create>
                where
                    Self: ::planus::WriteAsOffset<Create>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T3: ::planus::WriteAsDefault<i32, i32>,
                T4: ::planus::WriteAsDefault<i64, i64>,
                T5: ::planus::WriteAsDefault<self::CreateOp, self::CreateOp>,
            > ::planus::WriteAs<::planus::Offset<Create>>
                for CreateBuilder<(T0, T1, T2, T3, T4, T5)>
            {
                type Prepared = ::planus::Offset<Create>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T3: ::planus::WriteAsDefault<i32, i32>,
                T4: ::planus::WriteAsDefault<i64, i64>,
                T5: ::planus::WriteAsDefault<self::CreateOp, self::CreateOp>,
            > ::planus::WriteAsOptional<::planus::Offset<Create>>
                for CreateBuilder<(T0, T1, T2, T3, T4, T5)>
            {
                type Prepared = ::planus::Offset<Create>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Create>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T3: ::planus::WriteAsDefault<i32, i32>,
                T4: ::planus::WriteAsDefault<i64, i64>,
                T5: ::planus::WriteAsDefault<self::CreateOp, self::CreateOp>,
            > ::planus::WriteAsOffset<Create> for CreateBuilder<(T0, T1, T2, T3, T4, T5)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Create> {
                    let (v0, v1, v2, v3, v4, v5) = &self.0;
                    Create::create(builder, v0, v1, v2, v3, v4, v5)
                }
            }

            /// Reference to a deserialized [Create].
            #[derive(Copy, Clone)]
            pub struct CreateRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CreateRef<'a> {
                /// Getter for the [`path` field](Create#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "Create", "path")
                }

                /// Getter for the [`data` field](Create#structfield.data).
                #[inline]
                pub fn data(&self) -> ::planus::Result<::core::option::Option<&'a [u8]>> {
                    self.0.access(1, "Create", "data")
                }

                /// Getter for the [`acl` field](Create#structfield.acl).
                #[inline]
                pub fn acl(
                    &self,
                ) -> ::planus::Result<::planus::Vector<'a, ::planus::Result<self::AclRef<'a>>>>
                {
                    self.0.access_required(2, "Create", "acl")
                }

                /// Getter for the [`flags` field](Create#structfield.flags).
                #[inline]
                pub fn flags(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(3, "Create", "flags")?.unwrap_or(0))
                }

                /// Getter for the [`ttl_ms` field](Create#structfield.ttl_ms).
                #[inline]
                pub fn ttl_ms(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(4, "Create", "ttl_ms")?.unwrap_or(0))
                }

                /// Getter for the [`op` field](Create#structfield.op).
                #[inline]
                pub fn op(&self) -> ::planus::Result<self::CreateOp> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(5, "Create", "op")?
                            .unwrap_or(self::CreateOp::Create),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for CreateRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CreateRef");
                    f.field("path", &self.path());
                    if let ::core::option::Option::Some(field_data) = self.data().transpose() {
                        f.field("data", &field_data);
                    }
                    f.field("acl", &self.acl());
                    f.field("flags", &self.flags());
                    f.field("ttl_ms", &self.ttl_ms());
                    f.field("op", &self.op());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CreateRef<'a>> for Create {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CreateRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        data: value.data()?.map(|v| v.to_vec()),
                        acl: value.acl()?.to_vec_result()?,
                        flags: ::core::convert::TryInto::try_into(value.flags()?)?,
                        ttl_ms: ::core::convert::TryInto::try_into(value.ttl_ms()?)?,
                        op: ::core::convert::TryInto::try_into(value.op()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CreateRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CreateRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CreateRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Create>> for Create {
                type Value = ::planus::Offset<Create>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Create>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CreateRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CreateRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Delete` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Delete` in the file `peer.fbs:212`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Delete {
                /// The field `path` in the table `Delete`
                pub path: ::planus::alloc::string::String,
                /// The field `expected` in the table `Delete`
                pub expected: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Delete {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        expected: 0,
                    }
                }
            }

            impl Delete {
                /// Creates a [DeleteBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> DeleteBuilder<()> {
                    DeleteBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_expected: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_expected = field_expected.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_expected.is_some() {
                        table_writer.write_entry::<i32>(1);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_expected) =
                                prepared_expected
                            {
                                object_writer.write::<_, _, 4>(&prepared_expected);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Delete>> for Delete {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Delete>> for Delete {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Delete>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Delete> for Delete {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    Delete::create(builder, &self.path, self.expected)
                }
            }

            /// Builder for serializing an instance of the [Delete] type.
            ///
            /// Can be created using the [Delete::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct DeleteBuilder<State>(State);

            impl DeleteBuilder<()> {
                /// Setter for the [`path` field](Delete#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> DeleteBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    DeleteBuilder((value,))
                }
            }

            impl<T0> DeleteBuilder<(T0,)> {
                /// Setter for the [`expected` field](Delete#structfield.expected).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected<T1>(self, value: T1) -> DeleteBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0,) = self.0;
                    DeleteBuilder((v0, value))
                }

                /// Sets the [`expected` field](Delete#structfield.expected) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected_as_default(self) -> DeleteBuilder<(T0, ::planus::DefaultValue)> {
                    self.expected(::planus::DefaultValue)
                }
            }

            impl<T0, T1> DeleteBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Delete].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete>
                where
                    Self: ::planus::WriteAsOffset<Delete>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<Delete>> for DeleteBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Delete>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<Delete>> for DeleteBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Delete>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Delete>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<Delete> for DeleteBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Delete> {
                    let (v0, v1) = &self.0;
                    Delete::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Delete].
            #[derive(Copy, Clone)]
            pub struct DeleteRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> DeleteRef<'a> {
                /// Getter for the [`path` field](Delete#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "Delete", "path")
                }

                /// Getter for the [`expected` field](Delete#structfield.expected).
                #[inline]
                pub fn expected(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(1, "Delete", "expected")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for DeleteRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("DeleteRef");
                    f.field("path", &self.path());
                    f.field("expected", &self.expected());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<DeleteRef<'a>> for Delete {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: DeleteRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        expected: ::core::convert::TryInto::try_into(value.expected()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for DeleteRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for DeleteRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[DeleteRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Delete>> for Delete {
                type Value = ::planus::Offset<Delete>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Delete>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for DeleteRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[DeleteRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `SetData` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `SetData` in the file `peer.fbs:218`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct SetData {
                /// The field `path` in the table `SetData`
                pub path: ::planus::alloc::string::String,
                /// The field `data` in the table `SetData`
                pub data: ::core::option::Option<::planus::alloc::vec::Vec<u8>>,
                /// The field `expected` in the table `SetData`
                pub expected: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for SetData {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        data: ::core::default::Default::default(),
                        expected: 0,
                    }
                }
            }

            impl SetData {
                /// Creates a [SetDataBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SetDataBuilder<()> {
                    SetDataBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_data: impl ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                    field_expected: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_data = field_data.prepare(builder);
                    let prepared_expected = field_expected.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_data.is_some() {
                        table_writer.write_entry::<::planus::Offset<[u8]>>(1);
                    }
                    if prepared_expected.is_some() {
                        table_writer.write_entry::<i32>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_data) = prepared_data {
                                object_writer.write::<_, _, 4>(&prepared_data);
                            }
                            if let ::core::option::Option::Some(prepared_expected) =
                                prepared_expected
                            {
                                object_writer.write::<_, _, 4>(&prepared_expected);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<SetData>> for SetData {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<SetData>> for SetData {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetData>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<SetData> for SetData {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    SetData::create(builder, &self.path, &self.data, self.expected)
                }
            }

            /// Builder for serializing an instance of the [SetData] type.
            ///
            /// Can be created using the [SetData::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SetDataBuilder<State>(State);

            impl SetDataBuilder<()> {
                /// Setter for the [`path` field](SetData#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> SetDataBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    SetDataBuilder((value,))
                }
            }

            impl<T0> SetDataBuilder<(T0,)> {
                /// Setter for the [`data` field](SetData#structfield.data).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data<T1>(self, value: T1) -> SetDataBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                {
                    let (v0,) = self.0;
                    SetDataBuilder((v0, value))
                }

                /// Sets the [`data` field](SetData#structfield.data) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn data_as_null(self) -> SetDataBuilder<(T0, ())> {
                    self.data(())
                }
            }

            impl<T0, T1> SetDataBuilder<(T0, T1)> {
                /// Setter for the [`expected` field](SetData#structfield.expected).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected<T2>(self, value: T2) -> SetDataBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1) = self.0;
                    SetDataBuilder((v0, v1, value))
                }

                /// Sets the [`expected` field](SetData#structfield.expected) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected_as_default(
                    self,
                ) -> SetDataBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.expected(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> SetDataBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [SetData].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData>
                where
                    Self: ::planus::WriteAsOffset<SetData>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<SetData>> for SetDataBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetData>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<SetData>>
                for SetDataBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetData>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetData>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<[u8]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<SetData> for SetDataBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetData> {
                    let (v0, v1, v2) = &self.0;
                    SetData::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [SetData].
            #[derive(Copy, Clone)]
            pub struct SetDataRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SetDataRef<'a> {
                /// Getter for the [`path` field](SetData#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "SetData", "path")
                }

                /// Getter for the [`data` field](SetData#structfield.data).
                #[inline]
                pub fn data(&self) -> ::planus::Result<::core::option::Option<&'a [u8]>> {
                    self.0.access(1, "SetData", "data")
                }

                /// Getter for the [`expected` field](SetData#structfield.expected).
                #[inline]
                pub fn expected(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(
                        self.0.access(2, "SetData", "expected")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for SetDataRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SetDataRef");
                    f.field("path", &self.path());
                    if let ::core::option::Option::Some(field_data) = self.data().transpose() {
                        f.field("data", &field_data);
                    }
                    f.field("expected", &self.expected());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SetDataRef<'a>> for SetData {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SetDataRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        data: value.data()?.map(|v| v.to_vec()),
                        expected: ::core::convert::TryInto::try_into(value.expected()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SetDataRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SetDataRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SetDataRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<SetData>> for SetData {
                type Value = ::planus::Offset<SetData>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<SetData>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SetDataRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SetDataRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `SetAcl` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `SetAcl` in the file `peer.fbs:224`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct SetAcl {
                /// The field `path` in the table `SetAcl`
                pub path: ::planus::alloc::string::String,
                /// The field `acl` in the table `SetAcl`
                pub acl: ::planus::alloc::vec::Vec<self::Acl>,
                /// The field `expected` in the table `SetAcl`
                pub expected: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for SetAcl {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        acl: ::core::default::Default::default(),
                        expected: 0,
                    }
                }
            }

            impl SetAcl {
                /// Creates a [SetAclBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SetAclBuilder<()> {
                    SetAclBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_acl: impl ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                    field_expected: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_acl = field_acl.prepare(builder);
                    let prepared_expected = field_expected.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    table_writer.write_entry::<::planus::Offset<[::planus::Offset<self::Acl>]>>(1);
                    if prepared_expected.is_some() {
                        table_writer.write_entry::<i32>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                            object_writer.write::<_, _, 4>(&prepared_acl);
                            if let ::core::option::Option::Some(prepared_expected) =
                                prepared_expected
                            {
                                object_writer.write::<_, _, 4>(&prepared_expected);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<SetAcl>> for SetAcl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<SetAcl>> for SetAcl {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetAcl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<SetAcl> for SetAcl {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    SetAcl::create(builder, &self.path, &self.acl, self.expected)
                }
            }

            /// Builder for serializing an instance of the [SetAcl] type.
            ///
            /// Can be created using the [SetAcl::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SetAclBuilder<State>(State);

            impl SetAclBuilder<()> {
                /// Setter for the [`path` field](SetAcl#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> SetAclBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    SetAclBuilder((value,))
                }
            }

            impl<T0> SetAclBuilder<(T0,)> {
                /// Setter for the [`acl` field](SetAcl#structfield.acl).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn acl<T1>(self, value: T1) -> SetAclBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                {
                    let (v0,) = self.0;
                    SetAclBuilder((v0, value))
                }
            }

            impl<T0, T1> SetAclBuilder<(T0, T1)> {
                /// Setter for the [`expected` field](SetAcl#structfield.expected).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected<T2>(self, value: T2) -> SetAclBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1) = self.0;
                    SetAclBuilder((v0, v1, value))
                }

                /// Sets the [`expected` field](SetAcl#structfield.expected) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected_as_default(
                    self,
                ) -> SetAclBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.expected(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> SetAclBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [SetAcl].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl>
                where
                    Self: ::planus::WriteAsOffset<SetAcl>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<SetAcl>> for SetAclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetAcl>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<SetAcl>> for SetAclBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<SetAcl>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<SetAcl>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Acl>]>>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<SetAcl> for SetAclBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<SetAcl> {
                    let (v0, v1, v2) = &self.0;
                    SetAcl::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [SetAcl].
            #[derive(Copy, Clone)]
            pub struct SetAclRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SetAclRef<'a> {
                /// Getter for the [`path` field](SetAcl#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "SetAcl", "path")
                }

                /// Getter for the [`acl` field](SetAcl#structfield.acl).
                #[inline]
                pub fn acl(
                    &self,
                ) -> ::planus::Result<::planus::Vector<'a, ::planus::Result<self::AclRef<'a>>>>
                {
                    self.0.access_required(1, "SetAcl", "acl")
                }

                /// Getter for the [`expected` field](SetAcl#structfield.expected).
                #[inline]
                pub fn expected(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(2, "SetAcl", "expected")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for SetAclRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SetAclRef");
                    f.field("path", &self.path());
                    f.field("acl", &self.acl());
                    f.field("expected", &self.expected());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SetAclRef<'a>> for SetAcl {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SetAclRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        acl: value.acl()?.to_vec_result()?,
                        expected: ::core::convert::TryInto::try_into(value.expected()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SetAclRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SetAclRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SetAclRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<SetAcl>> for SetAcl {
                type Value = ::planus::Offset<SetAcl>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<SetAcl>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SetAclRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SetAclRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Check` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Check` in the file `peer.fbs:230`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Check {
                /// The field `path` in the table `Check`
                pub path: ::planus::alloc::string::String,
                /// The field `expected` in the table `Check`
                pub expected: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Check {
                fn default() -> Self {
                    Self {
                        path: ::core::default::Default::default(),
                        expected: 0,
                    }
                }
            }

            impl Check {
                /// Creates a [CheckBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CheckBuilder<()> {
                    CheckBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_path: impl ::planus::WriteAs<::planus::Offset<str>>,
                    field_expected: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_path = field_path.prepare(builder);
                    let prepared_expected = field_expected.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<str>>(0);
                    if prepared_expected.is_some() {
                        table_writer.write_entry::<i32>(1);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_path);
                            if let ::core::option::Option::Some(prepared_expected) =
                                prepared_expected
                            {
                                object_writer.write::<_, _, 4>(&prepared_expected);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Check>> for Check {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Check>> for Check {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Check>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Check> for Check {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    Check::create(builder, &self.path, self.expected)
                }
            }

            /// Builder for serializing an instance of the [Check] type.
            ///
            /// Can be created using the [Check::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CheckBuilder<State>(State);

            impl CheckBuilder<()> {
                /// Setter for the [`path` field](Check#structfield.path).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn path<T0>(self, value: T0) -> CheckBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<str>>,
                {
                    CheckBuilder((value,))
                }
            }

            impl<T0> CheckBuilder<(T0,)> {
                /// Setter for the [`expected` field](Check#structfield.expected).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected<T1>(self, value: T1) -> CheckBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0,) = self.0;
                    CheckBuilder((v0, value))
                }

                /// Sets the [`expected` field](Check#structfield.expected) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected_as_default(self) -> CheckBuilder<(T0, ::planus::DefaultValue)> {
                    self.expected(::planus::DefaultValue)
                }
            }

            impl<T0, T1> CheckBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Check].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check>
                where
                    Self: ::planus::WriteAsOffset<Check>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<Check>> for CheckBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Check>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<Check>> for CheckBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Check>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Check>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<::planus::Offset<str>>,
                T1: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<Check> for CheckBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Check> {
                    let (v0, v1) = &self.0;
                    Check::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Check].
            #[derive(Copy, Clone)]
            pub struct CheckRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CheckRef<'a> {
                /// Getter for the [`path` field](Check#structfield.path).
                #[inline]
                pub fn path(&self) -> ::planus::Result<&'a ::core::primitive::str> {
                    self.0.access_required(0, "Check", "path")
                }

                /// Getter for the [`expected` field](Check#structfield.expected).
                #[inline]
                pub fn expected(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(1, "Check", "expected")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for CheckRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CheckRef");
                    f.field("path", &self.path());
                    f.field("expected", &self.expected());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CheckRef<'a>> for Check {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CheckRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        path: ::core::convert::Into::into(value.path()?),
                        expected: ::core::convert::TryInto::try_into(value.expected()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CheckRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CheckRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CheckRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Check>> for Check {
                type Value = ::planus::Offset<Check>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Check>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CheckRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CheckRef]", "read_as_root", 0)
                    })
                }
            }

            /// The union `SubWrite` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Union `SubWrite` in the file `peer.fbs:236`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub enum SubWrite {
                /// The variant of type `Create` in the union `SubWrite`
                Create(::planus::alloc::boxed::Box<self::Create>),

                /// The variant of type `Delete` in the union `SubWrite`
                Delete(::planus::alloc::boxed::Box<self::Delete>),

                /// The variant of type `SetData` in the union `SubWrite`
                SetData(::planus::alloc::boxed::Box<self::SetData>),

                /// The variant of type `Check` in the union `SubWrite`
                Check(::planus::alloc::boxed::Box<self::Check>),
            }

            impl SubWrite {
                /// Creates a [SubWriteBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SubWriteBuilder<::planus::Uninitialized> {
                    SubWriteBuilder(::planus::Uninitialized)
                }

                #[inline]
                pub fn create_create(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Create>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(1, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_delete(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Delete>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(2, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_set_data(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SetData>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(3, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_check(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Check>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(4, value.prepare(builder).downcast())
                }
            }

            impl ::planus::WriteAsUnion<SubWrite> for SubWrite {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Self> {
                    match self {
                        Self::Create(value) => Self::create_create(builder, value),
                        Self::Delete(value) => Self::create_delete(builder, value),
                        Self::SetData(value) => Self::create_set_data(builder, value),
                        Self::Check(value) => Self::create_check(builder, value),
                    }
                }
            }

            impl ::planus::WriteAsOptionalUnion<SubWrite> for SubWrite {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Self>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Builder for serializing an instance of the [SubWrite] type.
            ///
            /// Can be created using the [SubWrite::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SubWriteBuilder<T>(T);

            impl SubWriteBuilder<::planus::Uninitialized> {
                /// Creates an instance of the [`Create` variant](SubWrite#variant.Create).
                #[inline]
                pub fn create<T>(self, value: T) -> SubWriteBuilder<::planus::Initialized<1, T>>
                where
                    T: ::planus::WriteAsOffset<self::Create>,
                {
                    SubWriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Delete` variant](SubWrite#variant.Delete).
                #[inline]
                pub fn delete<T>(self, value: T) -> SubWriteBuilder<::planus::Initialized<2, T>>
                where
                    T: ::planus::WriteAsOffset<self::Delete>,
                {
                    SubWriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SetData` variant](SubWrite#variant.SetData).
                #[inline]
                pub fn set_data<T>(self, value: T) -> SubWriteBuilder<::planus::Initialized<3, T>>
                where
                    T: ::planus::WriteAsOffset<self::SetData>,
                {
                    SubWriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Check` variant](SubWrite#variant.Check).
                #[inline]
                pub fn check<T>(self, value: T) -> SubWriteBuilder<::planus::Initialized<4, T>>
                where
                    T: ::planus::WriteAsOffset<self::Check>,
                {
                    SubWriteBuilder(::planus::Initialized(value))
                }
            }

            impl<const N: u8, T> SubWriteBuilder<::planus::Initialized<N, T>> {
                /// Finish writing the builder to get an [UnionOffset](::planus::UnionOffset) to a serialized [SubWrite].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<SubWrite>
                where
                    Self: ::planus::WriteAsUnion<SubWrite>,
                {
                    ::planus::WriteAsUnion::prepare(&self, builder)
                }
            }

            impl<T> ::planus::WriteAsUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<SubWrite> {
                    ::planus::UnionOffset::new(1, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubWrite>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<SubWrite> {
                    ::planus::UnionOffset::new(2, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubWrite>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<SubWrite> {
                    ::planus::UnionOffset::new(3, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubWrite>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<SubWrite> {
                    ::planus::UnionOffset::new(4, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<SubWrite> for SubWriteBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<SubWrite>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Reference to a deserialized [SubWrite].
            #[derive(Copy, Clone, Debug)]
            pub enum SubWriteRef<'a> {
                Create(self::CreateRef<'a>),
                Delete(self::DeleteRef<'a>),
                SetData(self::SetDataRef<'a>),
                Check(self::CheckRef<'a>),
            }

            impl<'a> ::core::convert::TryFrom<SubWriteRef<'a>> for SubWrite {
                type Error = ::planus::Error;

                fn try_from(value: SubWriteRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(match value {
                        SubWriteRef::Create(value) => {
                            Self::Create(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        SubWriteRef::Delete(value) => {
                            Self::Delete(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        SubWriteRef::SetData(value) => {
                            Self::SetData(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        SubWriteRef::Check(value) => Self::Check(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),
                    })
                }
            }

            impl<'a> ::planus::TableReadUnion<'a> for SubWriteRef<'a> {
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    tag: u8,
                    field_offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    match tag {
                        1 => ::core::result::Result::Ok(Self::Create(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        2 => ::core::result::Result::Ok(Self::Delete(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        3 => ::core::result::Result::Ok(Self::SetData(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        4 => ::core::result::Result::Ok(Self::Check(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        _ => ::core::result::Result::Err(
                            ::planus::errors::ErrorKind::UnknownUnionTag { tag },
                        ),
                    }
                }
            }

            impl<'a> ::planus::VectorReadUnion<'a> for SubWriteRef<'a> {
                const VECTOR_NAME: &'static str = "[SubWriteRef]";
            }

            /// The table `Item` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Item` in the file `peer.fbs:244`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Item {
                /// The field `write` in the table `Item`
                pub write: self::SubWrite,
            }

            impl Item {
                /// Creates a [ItemBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ItemBuilder<()> {
                    ItemBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_write: impl ::planus::WriteAsUnion<self::SubWrite>,
                ) -> ::planus::Offset<Self> {
                    let prepared_write = field_write.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<self::SubWrite>>(1);
                    table_writer.write_entry::<u8>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_write.offset());
                            object_writer.write::<_, _, 1>(&prepared_write.tag());
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Item>> for Item {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Item>> for Item {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Item>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Item> for Item {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    Item::create(builder, &self.write)
                }
            }

            /// Builder for serializing an instance of the [Item] type.
            ///
            /// Can be created using the [Item::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ItemBuilder<State>(State);

            impl ItemBuilder<()> {
                /// Setter for the [`write` field](Item#structfield.write).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn write<T0>(self, value: T0) -> ItemBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsUnion<self::SubWrite>,
                {
                    ItemBuilder((value,))
                }
            }

            impl<T0> ItemBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Item].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item>
                where
                    Self: ::planus::WriteAsOffset<Item>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::SubWrite>>
                ::planus::WriteAs<::planus::Offset<Item>> for ItemBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Item>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::SubWrite>>
                ::planus::WriteAsOptional<::planus::Offset<Item>> for ItemBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Item>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Item>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::SubWrite>> ::planus::WriteAsOffset<Item>
                for ItemBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Item> {
                    let (v0,) = &self.0;
                    Item::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Item].
            #[derive(Copy, Clone)]
            pub struct ItemRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ItemRef<'a> {
                /// Getter for the [`write` field](Item#structfield.write).
                #[inline]
                pub fn write(&self) -> ::planus::Result<self::SubWriteRef<'a>> {
                    self.0.access_union_required(0, "Item", "write")
                }
            }

            impl<'a> ::core::fmt::Debug for ItemRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ItemRef");
                    f.field("write", &self.write());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ItemRef<'a>> for Item {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: ItemRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        write: ::core::convert::TryInto::try_into(value.write()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for ItemRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ItemRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[ItemRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Item>> for Item {
                type Value = ::planus::Offset<Item>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Item>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ItemRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ItemRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Multi` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Multi` in the file `peer.fbs:249`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Multi {
                /// The field `items` in the table `Multi`
                pub items: ::planus::alloc::vec::Vec<self::Item>,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Multi {
                fn default() -> Self {
                    Self {
                        items: ::core::default::Default::default(),
                    }
                }
            }

            impl Multi {
                /// Creates a [MultiBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> MultiBuilder<()> {
                    MultiBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_items: impl ::planus::WriteAs<
                        ::planus::Offset<[::planus::Offset<self::Item>]>,
                    >,
                ) -> ::planus::Offset<Self> {
                    let prepared_items = field_items.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<[::planus::Offset<self::Item>]>>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_items);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Multi>> for Multi {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Multi>> for Multi {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Multi>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Multi> for Multi {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    Multi::create(builder, &self.items)
                }
            }

            /// Builder for serializing an instance of the [Multi] type.
            ///
            /// Can be created using the [Multi::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct MultiBuilder<State>(State);

            impl MultiBuilder<()> {
                /// Setter for the [`items` field](Multi#structfield.items).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn items<T0>(self, value: T0) -> MultiBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>,
                {
                    MultiBuilder((value,))
                }
            }

            impl<T0> MultiBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Multi].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi>
                where
                    Self: ::planus::WriteAsOffset<Multi>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>>
                ::planus::WriteAs<::planus::Offset<Multi>> for MultiBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Multi>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>>
                ::planus::WriteAsOptional<::planus::Offset<Multi>> for MultiBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Multi>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Multi>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Item>]>>>
                ::planus::WriteAsOffset<Multi> for MultiBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Multi> {
                    let (v0,) = &self.0;
                    Multi::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Multi].
            #[derive(Copy, Clone)]
            pub struct MultiRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> MultiRef<'a> {
                /// Getter for the [`items` field](Multi#structfield.items).
                #[inline]
                pub fn items(
                    &self,
                ) -> ::planus::Result<::planus::Vector<'a, ::planus::Result<self::ItemRef<'a>>>>
                {
                    self.0.access_required(0, "Multi", "items")
                }
            }

            impl<'a> ::core::fmt::Debug for MultiRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("MultiRef");
                    f.field("items", &self.items());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<MultiRef<'a>> for Multi {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: MultiRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        items: value.items()?.to_vec_result()?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for MultiRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for MultiRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[MultiRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Multi>> for Multi {
                type Value = ::planus::Offset<Multi>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Multi>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for MultiRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[MultiRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `CloseSession` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `CloseSession` in the file `peer.fbs:253`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct CloseSession {}

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for CloseSession {
                fn default() -> Self {
                    Self {}
                }
            }

            impl CloseSession {
                /// Creates a [CloseSessionBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CloseSessionBuilder<()> {
                    CloseSessionBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(builder: &mut ::planus::Builder) -> ::planus::Offset<Self> {
                    let table_writer: ::planus::table_writer::TableWriter<4> =
                        ::core::default::Default::default();
                    unsafe {
                        table_writer.finish(builder, |_table_writer| {});
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<CloseSession>> for CloseSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<CloseSession>> for CloseSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<CloseSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<CloseSession> for CloseSession {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    CloseSession::create(builder)
                }
            }

            /// Builder for serializing an instance of the [CloseSession] type.
            ///
            /// Can be created using the [CloseSession::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CloseSessionBuilder<State>(State);

            impl CloseSessionBuilder<()> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [CloseSession].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession>
                where
                    Self: ::planus::WriteAsOffset<CloseSession>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl ::planus::WriteAs<::planus::Offset<CloseSession>> for CloseSessionBuilder<()> {
                type Prepared = ::planus::Offset<CloseSession>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<CloseSession>> for CloseSessionBuilder<()> {
                type Prepared = ::planus::Offset<CloseSession>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<CloseSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<CloseSession> for CloseSessionBuilder<()> {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<CloseSession> {
                    CloseSession::create(builder)
                }
            }

            /// Reference to a deserialized [CloseSession].
            #[derive(Copy, Clone)]
            pub struct CloseSessionRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CloseSessionRef<'a> {}

            impl<'a> ::core::fmt::Debug for CloseSessionRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CloseSessionRef");

                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CloseSessionRef<'a>> for CloseSession {
                type Error = ::planus::Error;

                fn try_from(_value: CloseSessionRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {})
                }
            }

            impl<'a> ::planus::TableRead<'a> for CloseSessionRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CloseSessionRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CloseSessionRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<CloseSession>> for CloseSession {
                type Value = ::planus::Offset<CloseSession>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<CloseSession>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CloseSessionRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CloseSessionRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Reconfig` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Reconfig` in the file `peer.fbs:257`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Reconfig {
                /// The field `joining` in the table `Reconfig`
                pub joining: ::core::option::Option<::planus::alloc::string::String>,
                /// The field `leaving` in the table `Reconfig`
                pub leaving: ::core::option::Option<::planus::alloc::string::String>,
                /// The field `members` in the table `Reconfig`
                pub members: ::core::option::Option<::planus::alloc::string::String>,
                /// The field `expected` in the table `Reconfig`
                pub expected: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Reconfig {
                fn default() -> Self {
                    Self {
                        joining: ::core::default::Default::default(),
                        leaving: ::core::default::Default::default(),
                        members: ::core::default::Default::default(),
                        expected: 0,
                    }
                }
            }

            impl Reconfig {
                /// Creates a [ReconfigBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ReconfigBuilder<()> {
                    ReconfigBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_joining: impl ::planus::WriteAsOptional<
                        ::planus::Offset<::core::primitive::str>,
                    >,
                    field_leaving: impl ::planus::WriteAsOptional<
                        ::planus::Offset<::core::primitive::str>,
                    >,
                    field_members: impl ::planus::WriteAsOptional<
                        ::planus::Offset<::core::primitive::str>,
                    >,
                    field_expected: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_joining = field_joining.prepare(builder);
                    let prepared_leaving = field_leaving.prepare(builder);
                    let prepared_members = field_members.prepare(builder);
                    let prepared_expected = field_expected.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<12> =
                        ::core::default::Default::default();
                    if prepared_expected.is_some() {
                        table_writer.write_entry::<i64>(3);
                    }
                    if prepared_joining.is_some() {
                        table_writer.write_entry::<::planus::Offset<str>>(0);
                    }
                    if prepared_leaving.is_some() {
                        table_writer.write_entry::<::planus::Offset<str>>(1);
                    }
                    if prepared_members.is_some() {
                        table_writer.write_entry::<::planus::Offset<str>>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_expected) =
                                prepared_expected
                            {
                                object_writer.write::<_, _, 8>(&prepared_expected);
                            }
                            if let ::core::option::Option::Some(prepared_joining) = prepared_joining
                            {
                                object_writer.write::<_, _, 4>(&prepared_joining);
                            }
                            if let ::core::option::Option::Some(prepared_leaving) = prepared_leaving
                            {
                                object_writer.write::<_, _, 4>(&prepared_leaving);
                            }
                            if let ::core::option::Option::Some(prepared_members) = prepared_members
                            {
                                object_writer.write::<_, _, 4>(&prepared_members);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Reconfig>> for Reconfig {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Reconfig>> for Reconfig {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Reconfig>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Reconfig> for Reconfig {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    Reconfig::create(
                        builder,
                        &self.joining,
                        &self.leaving,
                        &self.members,
                        self.expected,
                    )
                }
            }

            /// Builder for serializing an instance of the [Reconfig] type.
            ///
            /// Can be created using the [Reconfig::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ReconfigBuilder<State>(State);

            impl ReconfigBuilder<()> {
                /// Setter for the [`joining` field](Reconfig#structfield.joining).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn joining<T0>(self, value: T0) -> ReconfigBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                {
                    ReconfigBuilder((value,))
                }

                /// Sets the [`joining` field](Reconfig#structfield.joining) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn joining_as_null(self) -> ReconfigBuilder<((),)> {
                    self.joining(())
                }
            }

            impl<T0> ReconfigBuilder<(T0,)> {
                /// Setter for the [`leaving` field](Reconfig#structfield.leaving).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn leaving<T1>(self, value: T1) -> ReconfigBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                {
                    let (v0,) = self.0;
                    ReconfigBuilder((v0, value))
                }

                /// Sets the [`leaving` field](Reconfig#structfield.leaving) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn leaving_as_null(self) -> ReconfigBuilder<(T0, ())> {
                    self.leaving(())
                }
            }

            impl<T0, T1> ReconfigBuilder<(T0, T1)> {
                /// Setter for the [`members` field](Reconfig#structfield.members).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn members<T2>(self, value: T2) -> ReconfigBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                {
                    let (v0, v1) = self.0;
                    ReconfigBuilder((v0, v1, value))
                }

                /// Sets the [`members` field](Reconfig#structfield.members) to null.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn members_as_null(self) -> ReconfigBuilder<(T0, T1, ())> {
                    self.members(())
                }
            }

            impl<T0, T1, T2> ReconfigBuilder<(T0, T1, T2)> {
                /// Setter for the [`expected` field](Reconfig#structfield.expected).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected<T3>(self, value: T3) -> ReconfigBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0, v1, v2) = self.0;
                    ReconfigBuilder((v0, v1, v2, value))
                }

                /// Sets the [`expected` field](Reconfig#structfield.expected) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn expected_as_default(
                    self,
                ) -> ReconfigBuilder<(T0, T1, T2, ::planus::DefaultValue)> {
                    self.expected(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2, T3> ReconfigBuilder<(T0, T1, T2, T3)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Reconfig].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig>
                where
                    Self: ::planus::WriteAsOffset<Reconfig>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T2: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T3: ::planus::WriteAsDefault<i64, i64>,
            > ::planus::WriteAs<::planus::Offset<Reconfig>> for ReconfigBuilder<(T0, T1, T2, T3)>
            {
                type Prepared = ::planus::Offset<Reconfig>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T2: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T3: ::planus::WriteAsDefault<i64, i64>,
            > ::planus::WriteAsOptional<::planus::Offset<Reconfig>>
                for ReconfigBuilder<(T0, T1, T2, T3)>
            {
                type Prepared = ::planus::Offset<Reconfig>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Reconfig>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T1: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T2: ::planus::WriteAsOptional<::planus::Offset<::core::primitive::str>>,
                T3: ::planus::WriteAsDefault<i64, i64>,
            > ::planus::WriteAsOffset<Reconfig> for ReconfigBuilder<(T0, T1, T2, T3)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Reconfig> {
                    let (v0, v1, v2, v3) = &self.0;
                    Reconfig::create(builder, v0, v1, v2, v3)
                }
            }

            /// Reference to a deserialized [Reconfig].
            #[derive(Copy, Clone)]
            pub struct ReconfigRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ReconfigRef<'a> {
                /// Getter for the [`joining` field](Reconfig#structfield.joining).
                #[inline]
                pub fn joining(
                    &self,
                ) -> ::planus::Result<::core::option::Option<&'a ::core::primitive::str>>
                {
                    self.0.access(0, "Reconfig", "joining")
                }

                /// Getter for the [`leaving` field](Reconfig#structfield.leaving).
                #[inline]
                pub fn leaving(
                    &self,
                ) -> ::planus::Result<::core::option::Option<&'a ::core::primitive::str>>
                {
                    self.0.access(1, "Reconfig", "leaving")
                }

                /// Getter for the [`members` field](Reconfig#structfield.members).
                #[inline]
                pub fn members(
                    &self,
                ) -> ::planus::Result<::core::option::Option<&'a ::core::primitive::str>>
                {
                    self.0.access(2, "Reconfig", "members")
                }

                /// Getter for the [`expected` field](Reconfig#structfield.expected).
                #[inline]
                pub fn expected(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(
                        self.0.access(3, "Reconfig", "expected")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for ReconfigRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ReconfigRef");
                    if let ::core::option::Option::Some(field_joining) = self.joining().transpose()
                    {
                        f.field("joining", &field_joining);
                    }
                    if let ::core::option::Option::Some(field_leaving) = self.leaving().transpose()
                    {
                        f.field("leaving", &field_leaving);
                    }
                    if let ::core::option::Option::Some(field_members) = self.members().transpose()
                    {
                        f.field("members", &field_members);
                    }
                    f.field("expected", &self.expected());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ReconfigRef<'a>> for Reconfig {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: ReconfigRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        joining: value.joining()?.map(::core::convert::Into::into),
                        leaving: value.leaving()?.map(::core::convert::Into::into),
                        members: value.members()?.map(::core::convert::Into::into),
                        expected: ::core::convert::TryInto::try_into(value.expected()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for ReconfigRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ReconfigRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[ReconfigRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Reconfig>> for Reconfig {
                type Value = ::planus::Offset<Reconfig>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Reconfig>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ReconfigRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ReconfigRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Undecodable` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Undecodable` in the file `peer.fbs:265`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Undecodable {}

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Undecodable {
                fn default() -> Self {
                    Self {}
                }
            }

            impl Undecodable {
                /// Creates a [UndecodableBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> UndecodableBuilder<()> {
                    UndecodableBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(builder: &mut ::planus::Builder) -> ::planus::Offset<Self> {
                    let table_writer: ::planus::table_writer::TableWriter<4> =
                        ::core::default::Default::default();
                    unsafe {
                        table_writer.finish(builder, |_table_writer| {});
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Undecodable>> for Undecodable {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Undecodable> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Undecodable>> for Undecodable {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Undecodable>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Undecodable> for Undecodable {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Undecodable> {
                    Undecodable::create(builder)
                }
            }

            /// Builder for serializing an instance of the [Undecodable] type.
            ///
            /// Can be created using the [Undecodable::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct UndecodableBuilder<State>(State);

            impl UndecodableBuilder<()> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Undecodable].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Undecodable>
                where
                    Self: ::planus::WriteAsOffset<Undecodable>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Undecodable>> for UndecodableBuilder<()> {
                type Prepared = ::planus::Offset<Undecodable>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Undecodable> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Undecodable>> for UndecodableBuilder<()> {
                type Prepared = ::planus::Offset<Undecodable>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Undecodable>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Undecodable> for UndecodableBuilder<()> {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::Offset<Undecodable> {
                    Undecodable::create(builder)
                }
            }

            /// Reference to a deserialized [Undecodable].
            #[derive(Copy, Clone)]
            pub struct UndecodableRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> UndecodableRef<'a> {}

            impl<'a> ::core::fmt::Debug for UndecodableRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("UndecodableRef");

                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<UndecodableRef<'a>> for Undecodable {
                type Error = ::planus::Error;

                fn try_from(_value: UndecodableRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {})
                }
            }

            impl<'a> ::planus::TableRead<'a> for UndecodableRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for UndecodableRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[UndecodableRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Undecodable>> for Undecodable {
                type Value = ::planus::Offset<Undecodable>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Undecodable>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for UndecodableRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[UndecodableRef]", "read_as_root", 0)
                    })
                }
            }

            /// The union `Write` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Union `Write` in the file `peer.fbs:268`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub enum Write {
                /// The variant of type `Create` in the union `Write`
                Create(::planus::alloc::boxed::Box<self::Create>),

                /// The variant of type `Delete` in the union `Write`
                Delete(::planus::alloc::boxed::Box<self::Delete>),

                /// The variant of type `SetData` in the union `Write`
                SetData(::planus::alloc::boxed::Box<self::SetData>),

                /// The variant of type `SetAcl` in the union `Write`
                SetAcl(::planus::alloc::boxed::Box<self::SetAcl>),

                /// The variant of type `Check` in the union `Write`
                Check(::planus::alloc::boxed::Box<self::Check>),

                /// The variant of type `Multi` in the union `Write`
                Multi(::planus::alloc::boxed::Box<self::Multi>),

                /// The variant of type `CloseSession` in the union `Write`
                CloseSession(::planus::alloc::boxed::Box<self::CloseSession>),

                /// The variant of type `Reconfig` in the union `Write`
                Reconfig(::planus::alloc::boxed::Box<self::Reconfig>),

                /// The variant of type `Undecodable` in the union `Write`
                Undecodable(::planus::alloc::boxed::Box<self::Undecodable>),
            }

            impl Write {
                /// Creates a [WriteBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> WriteBuilder<::planus::Uninitialized> {
                    WriteBuilder(::planus::Uninitialized)
                }

                #[inline]
                pub fn create_create(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Create>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(1, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_delete(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Delete>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(2, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_set_data(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SetData>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(3, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_set_acl(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SetAcl>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(4, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_check(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Check>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(5, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_multi(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Multi>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(6, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_close_session(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::CloseSession>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(7, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_reconfig(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Reconfig>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(8, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_undecodable(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Undecodable>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(9, value.prepare(builder).downcast())
                }
            }

            impl ::planus::WriteAsUnion<Write> for Write {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Self> {
                    match self {
                        Self::Create(value) => Self::create_create(builder, value),
                        Self::Delete(value) => Self::create_delete(builder, value),
                        Self::SetData(value) => Self::create_set_data(builder, value),
                        Self::SetAcl(value) => Self::create_set_acl(builder, value),
                        Self::Check(value) => Self::create_check(builder, value),
                        Self::Multi(value) => Self::create_multi(builder, value),
                        Self::CloseSession(value) => Self::create_close_session(builder, value),
                        Self::Reconfig(value) => Self::create_reconfig(builder, value),
                        Self::Undecodable(value) => Self::create_undecodable(builder, value),
                    }
                }
            }

            impl ::planus::WriteAsOptionalUnion<Write> for Write {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Self>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Builder for serializing an instance of the [Write] type.
            ///
            /// Can be created using the [Write::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct WriteBuilder<T>(T);

            impl WriteBuilder<::planus::Uninitialized> {
                /// Creates an instance of the [`Create` variant](Write#variant.Create).
                #[inline]
                pub fn create<T>(self, value: T) -> WriteBuilder<::planus::Initialized<1, T>>
                where
                    T: ::planus::WriteAsOffset<self::Create>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Delete` variant](Write#variant.Delete).
                #[inline]
                pub fn delete<T>(self, value: T) -> WriteBuilder<::planus::Initialized<2, T>>
                where
                    T: ::planus::WriteAsOffset<self::Delete>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SetData` variant](Write#variant.SetData).
                #[inline]
                pub fn set_data<T>(self, value: T) -> WriteBuilder<::planus::Initialized<3, T>>
                where
                    T: ::planus::WriteAsOffset<self::SetData>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SetAcl` variant](Write#variant.SetAcl).
                #[inline]
                pub fn set_acl<T>(self, value: T) -> WriteBuilder<::planus::Initialized<4, T>>
                where
                    T: ::planus::WriteAsOffset<self::SetAcl>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Check` variant](Write#variant.Check).
                #[inline]
                pub fn check<T>(self, value: T) -> WriteBuilder<::planus::Initialized<5, T>>
                where
                    T: ::planus::WriteAsOffset<self::Check>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Multi` variant](Write#variant.Multi).
                #[inline]
                pub fn multi<T>(self, value: T) -> WriteBuilder<::planus::Initialized<6, T>>
                where
                    T: ::planus::WriteAsOffset<self::Multi>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`CloseSession` variant](Write#variant.CloseSession).
                #[inline]
                pub fn close_session<T>(self, value: T) -> WriteBuilder<::planus::Initialized<7, T>>
                where
                    T: ::planus::WriteAsOffset<self::CloseSession>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Reconfig` variant](Write#variant.Reconfig).
                #[inline]
                pub fn reconfig<T>(self, value: T) -> WriteBuilder<::planus::Initialized<8, T>>
                where
                    T: ::planus::WriteAsOffset<self::Reconfig>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Undecodable` variant](Write#variant.Undecodable).
                #[inline]
                pub fn undecodable<T>(self, value: T) -> WriteBuilder<::planus::Initialized<9, T>>
                where
                    T: ::planus::WriteAsOffset<self::Undecodable>,
                {
                    WriteBuilder(::planus::Initialized(value))
                }
            }

            impl<const N: u8, T> WriteBuilder<::planus::Initialized<N, T>> {
                /// Finish writing the builder to get an [UnionOffset](::planus::UnionOffset) to a serialized [Write].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write>
                where
                    Self: ::planus::WriteAsUnion<Write>,
                {
                    ::planus::WriteAsUnion::prepare(&self, builder)
                }
            }

            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(1, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Create>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(2, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Delete>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(3, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::SetData>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::SetAcl>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(4, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::SetAcl>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(5, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::Check>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::Multi>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(6, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::Multi>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::CloseSession>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(7, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::CloseSession>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<8, T>>
            where
                T: ::planus::WriteAsOffset<self::Reconfig>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(8, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<8, T>>
            where
                T: ::planus::WriteAsOffset<self::Reconfig>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Write> for WriteBuilder<::planus::Initialized<9, T>>
            where
                T: ::planus::WriteAsOffset<self::Undecodable>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Write> {
                    ::planus::UnionOffset::new(9, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Write> for WriteBuilder<::planus::Initialized<9, T>>
            where
                T: ::planus::WriteAsOffset<self::Undecodable>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Write>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Reference to a deserialized [Write].
            #[derive(Copy, Clone, Debug)]
            pub enum WriteRef<'a> {
                Create(self::CreateRef<'a>),
                Delete(self::DeleteRef<'a>),
                SetData(self::SetDataRef<'a>),
                SetAcl(self::SetAclRef<'a>),
                Check(self::CheckRef<'a>),
                Multi(self::MultiRef<'a>),
                CloseSession(self::CloseSessionRef<'a>),
                Reconfig(self::ReconfigRef<'a>),
                Undecodable(self::UndecodableRef<'a>),
            }

            impl<'a> ::core::convert::TryFrom<WriteRef<'a>> for Write {
                type Error = ::planus::Error;

                fn try_from(value: WriteRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(match value {
                        WriteRef::Create(value) => Self::Create(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        WriteRef::Delete(value) => Self::Delete(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        WriteRef::SetData(value) => {
                            Self::SetData(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        WriteRef::SetAcl(value) => Self::SetAcl(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        WriteRef::Check(value) => Self::Check(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        WriteRef::Multi(value) => Self::Multi(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        WriteRef::CloseSession(value) => {
                            Self::CloseSession(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        WriteRef::Reconfig(value) => {
                            Self::Reconfig(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        WriteRef::Undecodable(value) => {
                            Self::Undecodable(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }
                    })
                }
            }

            impl<'a> ::planus::TableReadUnion<'a> for WriteRef<'a> {
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    tag: u8,
                    field_offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    match tag {
                        1 => ::core::result::Result::Ok(Self::Create(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        2 => ::core::result::Result::Ok(Self::Delete(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        3 => ::core::result::Result::Ok(Self::SetData(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        4 => ::core::result::Result::Ok(Self::SetAcl(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        5 => ::core::result::Result::Ok(Self::Check(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        6 => ::core::result::Result::Ok(Self::Multi(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        7 => ::core::result::Result::Ok(Self::CloseSession(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        8 => ::core::result::Result::Ok(Self::Reconfig(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        9 => ::core::result::Result::Ok(Self::Undecodable(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        _ => ::core::result::Result::Err(
                            ::planus::errors::ErrorKind::UnknownUnionTag { tag },
                        ),
                    }
                }
            }

            impl<'a> ::planus::VectorReadUnion<'a> for WriteRef<'a> {
                const VECTOR_NAME: &'static str = "[WriteRef]";
            }

            /// The table `Submit` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Submit` in the file `peer.fbs:281`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Submit {
                /// The field `from` in the table `Submit`
                pub from: self::ConnectionId,
                /// The field `session` in the table `Submit`
                pub session: i64,
                /// The field `xid` in the table `Submit`
                pub xid: i32,
                /// The field `identities` in the table `Submit`
                pub identities: ::planus::alloc::vec::Vec<self::Identity>,
                /// The field `write` in the table `Submit`
                pub write: self::Write,
            }

            impl Submit {
                /// Creates a [SubmitBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SubmitBuilder<()> {
                    SubmitBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_from: impl ::planus::WriteAs<self::ConnectionId>,
                    field_session: impl ::planus::WriteAsDefault<i64, i64>,
                    field_xid: impl ::planus::WriteAsDefault<i32, i32>,
                    field_identities: impl ::planus::WriteAs<
                        ::planus::Offset<[::planus::Offset<self::Identity>]>,
                    >,
                    field_write: impl ::planus::WriteAsUnion<self::Write>,
                ) -> ::planus::Offset<Self> {
                    let prepared_from = field_from.prepare(builder);
                    let prepared_session = field_session.prepare(builder, &0);
                    let prepared_xid = field_xid.prepare(builder, &0);
                    let prepared_identities = field_identities.prepare(builder);
                    let prepared_write = field_write.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<16> =
                        ::core::default::Default::default();
                    if prepared_session.is_some() {
                        table_writer.write_entry::<i64>(1);
                    }
                    table_writer.write_entry::<self::ConnectionId>(0);
                    if prepared_xid.is_some() {
                        table_writer.write_entry::<i32>(2);
                    }
                    table_writer
                        .write_entry::<::planus::Offset<[::planus::Offset<self::Identity>]>>(3);
                    table_writer.write_entry::<::planus::Offset<self::Write>>(5);
                    table_writer.write_entry::<u8>(4);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_session) = prepared_session
                            {
                                object_writer.write::<_, _, 8>(&prepared_session);
                            }
                            object_writer.write::<_, _, 12>(&prepared_from);
                            if let ::core::option::Option::Some(prepared_xid) = prepared_xid {
                                object_writer.write::<_, _, 4>(&prepared_xid);
                            }
                            object_writer.write::<_, _, 4>(&prepared_identities);
                            object_writer.write::<_, _, 4>(&prepared_write.offset());
                            object_writer.write::<_, _, 1>(&prepared_write.tag());
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Submit>> for Submit {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Submit> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Submit>> for Submit {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Submit>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Submit> for Submit {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Submit> {
                    Submit::create(
                        builder,
                        self.from,
                        self.session,
                        self.xid,
                        &self.identities,
                        &self.write,
                    )
                }
            }

            /// Builder for serializing an instance of the [Submit] type.
            ///
            /// Can be created using the [Submit::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SubmitBuilder<State>(State);

            impl SubmitBuilder<()> {
                /// Setter for the [`from` field](Submit#structfield.from).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn from<T0>(self, value: T0) -> SubmitBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<self::ConnectionId>,
                {
                    SubmitBuilder((value,))
                }
            }

            impl<T0> SubmitBuilder<(T0,)> {
                /// Setter for the [`session` field](Submit#structfield.session).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session<T1>(self, value: T1) -> SubmitBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0,) = self.0;
                    SubmitBuilder((v0, value))
                }

                /// Sets the [`session` field](Submit#structfield.session) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session_as_default(self) -> SubmitBuilder<(T0, ::planus::DefaultValue)> {
                    self.session(::planus::DefaultValue)
                }
            }

            impl<T0, T1> SubmitBuilder<(T0, T1)> {
                /// Setter for the [`xid` field](Submit#structfield.xid).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn xid<T2>(self, value: T2) -> SubmitBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1) = self.0;
                    SubmitBuilder((v0, v1, value))
                }

                /// Sets the [`xid` field](Submit#structfield.xid) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn xid_as_default(self) -> SubmitBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.xid(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> SubmitBuilder<(T0, T1, T2)> {
                /// Setter for the [`identities` field](Submit#structfield.identities).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn identities<T3>(self, value: T3) -> SubmitBuilder<(T0, T1, T2, T3)>
                where
                    T3: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Identity>]>>,
                {
                    let (v0, v1, v2) = self.0;
                    SubmitBuilder((v0, v1, v2, value))
                }
            }

            impl<T0, T1, T2, T3> SubmitBuilder<(T0, T1, T2, T3)> {
                /// Setter for the [`write` field](Submit#structfield.write).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn write<T4>(self, value: T4) -> SubmitBuilder<(T0, T1, T2, T3, T4)>
                where
                    T4: ::planus::WriteAsUnion<self::Write>,
                {
                    let (v0, v1, v2, v3) = self.0;
                    SubmitBuilder((v0, v1, v2, v3, value))
                }
            }

            impl<T0, T1, T2, T3, T4> SubmitBuilder<(T0, T1, T2, T3, T4)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Submit].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Submit>
                where
                    Self: ::planus::WriteAsOffset<Submit>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
                T3: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Identity>]>>,
                T4: ::planus::WriteAsUnion<self::Write>,
            > ::planus::WriteAs<::planus::Offset<Submit>> for SubmitBuilder<(T0, T1, T2, T3, T4)>
            {
                type Prepared = ::planus::Offset<Submit>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Submit> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
                T3: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Identity>]>>,
                T4: ::planus::WriteAsUnion<self::Write>,
            > ::planus::WriteAsOptional<::planus::Offset<Submit>>
                for SubmitBuilder<(T0, T1, T2, T3, T4)>
            {
                type Prepared = ::planus::Offset<Submit>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Submit>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
                T3: ::planus::WriteAs<::planus::Offset<[::planus::Offset<self::Identity>]>>,
                T4: ::planus::WriteAsUnion<self::Write>,
            > ::planus::WriteAsOffset<Submit> for SubmitBuilder<(T0, T1, T2, T3, T4)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Submit> {
                    let (v0, v1, v2, v3, v4) = &self.0;
                    Submit::create(builder, v0, v1, v2, v3, v4)
                }
            }

            /// Reference to a deserialized [Submit].
            #[derive(Copy, Clone)]
            pub struct SubmitRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SubmitRef<'a> {
                /// Getter for the [`from` field](Submit#structfield.from).
                #[inline]
                pub fn from(&self) -> ::planus::Result<self::ConnectionIdRef<'a>> {
                    self.0.access_required(0, "Submit", "from")
                }

                /// Getter for the [`session` field](Submit#structfield.session).
                #[inline]
                pub fn session(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(1, "Submit", "session")?.unwrap_or(0))
                }

                /// Getter for the [`xid` field](Submit#structfield.xid).
                #[inline]
                pub fn xid(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(2, "Submit", "xid")?.unwrap_or(0))
                }

                /// Getter for the [`identities` field](Submit#structfield.identities).
                #[inline]
                pub fn identities(
                    &self,
                ) -> ::planus::Result<::planus::Vector<'a, ::planus::Result<self::IdentityRef<'a>>>>
                {
                    self.0.access_required(3, "Submit", "identities")
                }

                /// Getter for the [`write` field](Submit#structfield.write).
                #[inline]
                pub fn write(&self) -> ::planus::Result<self::WriteRef<'a>> {
                    self.0.access_union_required(4, "Submit", "write")
                }
            }

            impl<'a> ::core::fmt::Debug for SubmitRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SubmitRef");
                    f.field("from", &self.from());
                    f.field("session", &self.session());
                    f.field("xid", &self.xid());
                    f.field("identities", &self.identities());
                    f.field("write", &self.write());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SubmitRef<'a>> for Submit {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SubmitRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        from: ::core::convert::Into::into(value.from()?),
                        session: ::core::convert::TryInto::try_into(value.session()?)?,
                        xid: ::core::convert::TryInto::try_into(value.xid()?)?,
                        identities: value.identities()?.to_vec_result()?,
                        write: ::core::convert::TryInto::try_into(value.write()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SubmitRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SubmitRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SubmitRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Submit>> for Submit {
                type Value = ::planus::Offset<Submit>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Submit>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SubmitRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SubmitRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Open` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Open` in the file `peer.fbs:291`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Open {
                /// The field `from` in the table `Open`
                pub from: self::ConnectionId,
                /// The field `session` in the table `Open`
                pub session: i64,
                /// The field `timeout_ms` in the table `Open`
                pub timeout_ms: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Open {
                fn default() -> Self {
                    Self {
                        from: ::core::default::Default::default(),
                        session: 0,
                        timeout_ms: 0,
                    }
                }
            }

            impl Open {
                /// Creates a [OpenBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> OpenBuilder<()> {
                    OpenBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_from: impl ::planus::WriteAs<self::ConnectionId>,
                    field_session: impl ::planus::WriteAsDefault<i64, i64>,
                    field_timeout_ms: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_from = field_from.prepare(builder);
                    let prepared_session = field_session.prepare(builder, &0);
                    let prepared_timeout_ms = field_timeout_ms.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_session.is_some() {
                        table_writer.write_entry::<i64>(1);
                    }
                    table_writer.write_entry::<self::ConnectionId>(0);
                    if prepared_timeout_ms.is_some() {
                        table_writer.write_entry::<i32>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_session) = prepared_session
                            {
                                object_writer.write::<_, _, 8>(&prepared_session);
                            }
                            object_writer.write::<_, _, 12>(&prepared_from);
                            if let ::core::option::Option::Some(prepared_timeout_ms) =
                                prepared_timeout_ms
                            {
                                object_writer.write::<_, _, 4>(&prepared_timeout_ms);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Open>> for Open {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Open> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Open>> for Open {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Open>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Open> for Open {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Open> {
                    Open::create(builder, self.from, self.session, self.timeout_ms)
                }
            }

            /// Builder for serializing an instance of the [Open] type.
            ///
            /// Can be created using the [Open::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct OpenBuilder<State>(State);

            impl OpenBuilder<()> {
                /// Setter for the [`from` field](Open#structfield.from).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn from<T0>(self, value: T0) -> OpenBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<self::ConnectionId>,
                {
                    OpenBuilder((value,))
                }
            }

            impl<T0> OpenBuilder<(T0,)> {
                /// Setter for the [`session` field](Open#structfield.session).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session<T1>(self, value: T1) -> OpenBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0,) = self.0;
                    OpenBuilder((v0, value))
                }

                /// Sets the [`session` field](Open#structfield.session) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session_as_default(self) -> OpenBuilder<(T0, ::planus::DefaultValue)> {
                    self.session(::planus::DefaultValue)
                }
            }

            impl<T0, T1> OpenBuilder<(T0, T1)> {
                /// Setter for the [`timeout_ms` field](Open#structfield.timeout_ms).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn timeout_ms<T2>(self, value: T2) -> OpenBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1) = self.0;
                    OpenBuilder((v0, v1, value))
                }

                /// Sets the [`timeout_ms` field](Open#structfield.timeout_ms) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn timeout_ms_as_default(
                    self,
                ) -> OpenBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.timeout_ms(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> OpenBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Open].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Open>
                where
                    Self: ::planus::WriteAsOffset<Open>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<Open>> for OpenBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Open>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Open> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<Open>> for OpenBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Open>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Open>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<Open> for OpenBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Open> {
                    let (v0, v1, v2) = &self.0;
                    Open::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [Open].
            #[derive(Copy, Clone)]
            pub struct OpenRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> OpenRef<'a> {
                /// Getter for the [`from` field](Open#structfield.from).
                #[inline]
                pub fn from(&self) -> ::planus::Result<self::ConnectionIdRef<'a>> {
                    self.0.access_required(0, "Open", "from")
                }

                /// Getter for the [`session` field](Open#structfield.session).
                #[inline]
                pub fn session(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(1, "Open", "session")?.unwrap_or(0))
                }

                /// Getter for the [`timeout_ms` field](Open#structfield.timeout_ms).
                #[inline]
                pub fn timeout_ms(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(2, "Open", "timeout_ms")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for OpenRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("OpenRef");
                    f.field("from", &self.from());
                    f.field("session", &self.session());
                    f.field("timeout_ms", &self.timeout_ms());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<OpenRef<'a>> for Open {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: OpenRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        from: ::core::convert::Into::into(value.from()?),
                        session: ::core::convert::TryInto::try_into(value.session()?)?,
                        timeout_ms: ::core::convert::TryInto::try_into(value.timeout_ms()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for OpenRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for OpenRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[OpenRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Open>> for Open {
                type Value = ::planus::Offset<Open>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Open>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for OpenRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[OpenRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Resume` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Resume` in the file `peer.fbs:298`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Resume {
                /// The field `from` in the table `Resume`
                pub from: self::ConnectionId,
                /// The field `session` in the table `Resume`
                pub session: i64,
                /// The field `timeout_ms` in the table `Resume`
                pub timeout_ms: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Resume {
                fn default() -> Self {
                    Self {
                        from: ::core::default::Default::default(),
                        session: 0,
                        timeout_ms: 0,
                    }
                }
            }

            impl Resume {
                /// Creates a [ResumeBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ResumeBuilder<()> {
                    ResumeBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_from: impl ::planus::WriteAs<self::ConnectionId>,
                    field_session: impl ::planus::WriteAsDefault<i64, i64>,
                    field_timeout_ms: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_from = field_from.prepare(builder);
                    let prepared_session = field_session.prepare(builder, &0);
                    let prepared_timeout_ms = field_timeout_ms.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_session.is_some() {
                        table_writer.write_entry::<i64>(1);
                    }
                    table_writer.write_entry::<self::ConnectionId>(0);
                    if prepared_timeout_ms.is_some() {
                        table_writer.write_entry::<i32>(2);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_session) = prepared_session
                            {
                                object_writer.write::<_, _, 8>(&prepared_session);
                            }
                            object_writer.write::<_, _, 12>(&prepared_from);
                            if let ::core::option::Option::Some(prepared_timeout_ms) =
                                prepared_timeout_ms
                            {
                                object_writer.write::<_, _, 4>(&prepared_timeout_ms);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Resume>> for Resume {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resume> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Resume>> for Resume {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Resume>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Resume> for Resume {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resume> {
                    Resume::create(builder, self.from, self.session, self.timeout_ms)
                }
            }

            /// Builder for serializing an instance of the [Resume] type.
            ///
            /// Can be created using the [Resume::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ResumeBuilder<State>(State);

            impl ResumeBuilder<()> {
                /// Setter for the [`from` field](Resume#structfield.from).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn from<T0>(self, value: T0) -> ResumeBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<self::ConnectionId>,
                {
                    ResumeBuilder((value,))
                }
            }

            impl<T0> ResumeBuilder<(T0,)> {
                /// Setter for the [`session` field](Resume#structfield.session).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session<T1>(self, value: T1) -> ResumeBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0,) = self.0;
                    ResumeBuilder((v0, value))
                }

                /// Sets the [`session` field](Resume#structfield.session) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session_as_default(self) -> ResumeBuilder<(T0, ::planus::DefaultValue)> {
                    self.session(::planus::DefaultValue)
                }
            }

            impl<T0, T1> ResumeBuilder<(T0, T1)> {
                /// Setter for the [`timeout_ms` field](Resume#structfield.timeout_ms).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn timeout_ms<T2>(self, value: T2) -> ResumeBuilder<(T0, T1, T2)>
                where
                    T2: ::planus::WriteAsDefault<i32, i32>,
                {
                    let (v0, v1) = self.0;
                    ResumeBuilder((v0, v1, value))
                }

                /// Sets the [`timeout_ms` field](Resume#structfield.timeout_ms) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn timeout_ms_as_default(
                    self,
                ) -> ResumeBuilder<(T0, T1, ::planus::DefaultValue)> {
                    self.timeout_ms(::planus::DefaultValue)
                }
            }

            impl<T0, T1, T2> ResumeBuilder<(T0, T1, T2)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Resume].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resume>
                where
                    Self: ::planus::WriteAsOffset<Resume>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAs<::planus::Offset<Resume>> for ResumeBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Resume>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resume> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOptional<::planus::Offset<Resume>> for ResumeBuilder<(T0, T1, T2)>
            {
                type Prepared = ::planus::Offset<Resume>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Resume>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<i64, i64>,
                T2: ::planus::WriteAsDefault<i32, i32>,
            > ::planus::WriteAsOffset<Resume> for ResumeBuilder<(T0, T1, T2)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resume> {
                    let (v0, v1, v2) = &self.0;
                    Resume::create(builder, v0, v1, v2)
                }
            }

            /// Reference to a deserialized [Resume].
            #[derive(Copy, Clone)]
            pub struct ResumeRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ResumeRef<'a> {
                /// Getter for the [`from` field](Resume#structfield.from).
                #[inline]
                pub fn from(&self) -> ::planus::Result<self::ConnectionIdRef<'a>> {
                    self.0.access_required(0, "Resume", "from")
                }

                /// Getter for the [`session` field](Resume#structfield.session).
                #[inline]
                pub fn session(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(1, "Resume", "session")?.unwrap_or(0))
                }

                /// Getter for the [`timeout_ms` field](Resume#structfield.timeout_ms).
                #[inline]
                pub fn timeout_ms(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(
                        self.0.access(2, "Resume", "timeout_ms")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for ResumeRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ResumeRef");
                    f.field("from", &self.from());
                    f.field("session", &self.session());
                    f.field("timeout_ms", &self.timeout_ms());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ResumeRef<'a>> for Resume {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: ResumeRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        from: ::core::convert::Into::into(value.from()?),
                        session: ::core::convert::TryInto::try_into(value.session()?)?,
                        timeout_ms: ::core::convert::TryInto::try_into(value.timeout_ms()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for ResumeRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ResumeRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[ResumeRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Resume>> for Resume {
                type Value = ::planus::Offset<Resume>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Resume>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ResumeRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ResumeRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Sync` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Sync` in the file `peer.fbs:305`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Sync {}

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Sync {
                fn default() -> Self {
                    Self {}
                }
            }

            impl Sync {
                /// Creates a [SyncBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SyncBuilder<()> {
                    SyncBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(builder: &mut ::planus::Builder) -> ::planus::Offset<Self> {
                    let table_writer: ::planus::table_writer::TableWriter<4> =
                        ::core::default::Default::default();
                    unsafe {
                        table_writer.finish(builder, |_table_writer| {});
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Sync>> for Sync {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Sync> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Sync>> for Sync {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Sync>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Sync> for Sync {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Sync> {
                    Sync::create(builder)
                }
            }

            /// Builder for serializing an instance of the [Sync] type.
            ///
            /// Can be created using the [Sync::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SyncBuilder<State>(State);

            impl SyncBuilder<()> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Sync].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Sync>
                where
                    Self: ::planus::WriteAsOffset<Sync>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Sync>> for SyncBuilder<()> {
                type Prepared = ::planus::Offset<Sync>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Sync> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Sync>> for SyncBuilder<()> {
                type Prepared = ::planus::Offset<Sync>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Sync>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Sync> for SyncBuilder<()> {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Sync> {
                    Sync::create(builder)
                }
            }

            /// Reference to a deserialized [Sync].
            #[derive(Copy, Clone)]
            pub struct SyncRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SyncRef<'a> {}

            impl<'a> ::core::fmt::Debug for SyncRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SyncRef");

                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SyncRef<'a>> for Sync {
                type Error = ::planus::Error;

                fn try_from(_value: SyncRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {})
                }
            }

            impl<'a> ::planus::TableRead<'a> for SyncRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SyncRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location("[SyncRef]", "get", buffer.offset_from_start)
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Sync>> for Sync {
                type Value = ::planus::Offset<Sync>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Sync>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SyncRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SyncRef]", "read_as_root", 0)
                    })
                }
            }

            /// The union `Forwarded` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Union `Forwarded` in the file `peer.fbs:308`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub enum Forwarded {
                /// The variant of type `Submit` in the union `Forwarded`
                Submit(::planus::alloc::boxed::Box<self::Submit>),

                /// The variant of type `Open` in the union `Forwarded`
                Open(::planus::alloc::boxed::Box<self::Open>),

                /// The variant of type `Resume` in the union `Forwarded`
                Resume(::planus::alloc::boxed::Box<self::Resume>),

                /// The variant of type `Sync` in the union `Forwarded`
                Sync(::planus::alloc::boxed::Box<self::Sync>),
            }

            impl Forwarded {
                /// Creates a [ForwardedBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ForwardedBuilder<::planus::Uninitialized> {
                    ForwardedBuilder(::planus::Uninitialized)
                }

                #[inline]
                pub fn create_submit(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Submit>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(1, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_open(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Open>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(2, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_resume(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Resume>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(3, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_sync(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Sync>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(4, value.prepare(builder).downcast())
                }
            }

            impl ::planus::WriteAsUnion<Forwarded> for Forwarded {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Self> {
                    match self {
                        Self::Submit(value) => Self::create_submit(builder, value),
                        Self::Open(value) => Self::create_open(builder, value),
                        Self::Resume(value) => Self::create_resume(builder, value),
                        Self::Sync(value) => Self::create_sync(builder, value),
                    }
                }
            }

            impl ::planus::WriteAsOptionalUnion<Forwarded> for Forwarded {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Self>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Builder for serializing an instance of the [Forwarded] type.
            ///
            /// Can be created using the [Forwarded::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ForwardedBuilder<T>(T);

            impl ForwardedBuilder<::planus::Uninitialized> {
                /// Creates an instance of the [`Submit` variant](Forwarded#variant.Submit).
                #[inline]
                pub fn submit<T>(self, value: T) -> ForwardedBuilder<::planus::Initialized<1, T>>
                where
                    T: ::planus::WriteAsOffset<self::Submit>,
                {
                    ForwardedBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Open` variant](Forwarded#variant.Open).
                #[inline]
                pub fn open<T>(self, value: T) -> ForwardedBuilder<::planus::Initialized<2, T>>
                where
                    T: ::planus::WriteAsOffset<self::Open>,
                {
                    ForwardedBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Resume` variant](Forwarded#variant.Resume).
                #[inline]
                pub fn resume<T>(self, value: T) -> ForwardedBuilder<::planus::Initialized<3, T>>
                where
                    T: ::planus::WriteAsOffset<self::Resume>,
                {
                    ForwardedBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Sync` variant](Forwarded#variant.Sync).
                #[inline]
                pub fn sync<T>(self, value: T) -> ForwardedBuilder<::planus::Initialized<4, T>>
                where
                    T: ::planus::WriteAsOffset<self::Sync>,
                {
                    ForwardedBuilder(::planus::Initialized(value))
                }
            }

            impl<const N: u8, T> ForwardedBuilder<::planus::Initialized<N, T>> {
                /// Finish writing the builder to get an [UnionOffset](::planus::UnionOffset) to a serialized [Forwarded].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Forwarded>
                where
                    Self: ::planus::WriteAsUnion<Forwarded>,
                {
                    ::planus::WriteAsUnion::prepare(&self, builder)
                }
            }

            impl<T> ::planus::WriteAsUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Submit>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Forwarded> {
                    ::planus::UnionOffset::new(1, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Submit>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Forwarded>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Open>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Forwarded> {
                    ::planus::UnionOffset::new(2, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Open>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Forwarded>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::Resume>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Forwarded> {
                    ::planus::UnionOffset::new(3, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::Resume>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Forwarded>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Sync>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Forwarded> {
                    ::planus::UnionOffset::new(4, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Forwarded> for ForwardedBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::Sync>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Forwarded>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Reference to a deserialized [Forwarded].
            #[derive(Copy, Clone, Debug)]
            pub enum ForwardedRef<'a> {
                Submit(self::SubmitRef<'a>),
                Open(self::OpenRef<'a>),
                Resume(self::ResumeRef<'a>),
                Sync(self::SyncRef<'a>),
            }

            impl<'a> ::core::convert::TryFrom<ForwardedRef<'a>> for Forwarded {
                type Error = ::planus::Error;

                fn try_from(value: ForwardedRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(match value {
                        ForwardedRef::Submit(value) => {
                            Self::Submit(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        ForwardedRef::Open(value) => Self::Open(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        ForwardedRef::Resume(value) => {
                            Self::Resume(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        ForwardedRef::Sync(value) => Self::Sync(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),
                    })
                }
            }

            impl<'a> ::planus::TableReadUnion<'a> for ForwardedRef<'a> {
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    tag: u8,
                    field_offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    match tag {
                        1 => ::core::result::Result::Ok(Self::Submit(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        2 => ::core::result::Result::Ok(Self::Open(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        3 => ::core::result::Result::Ok(Self::Resume(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        4 => ::core::result::Result::Ok(Self::Sync(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        _ => ::core::result::Result::Err(
                            ::planus::errors::ErrorKind::UnknownUnionTag { tag },
                        ),
                    }
                }
            }

            impl<'a> ::planus::VectorReadUnion<'a> for ForwardedRef<'a> {
                const VECTOR_NAME: &'static str = "[ForwardedRef]";
            }

            /// The table `Request` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Request` in the file `peer.fbs:316`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Request {
                /// The field `number` in the table `Request`
                pub number: u64,
                /// The field `request` in the table `Request`
                pub request: self::Forwarded,
            }

            impl Request {
                /// Creates a [RequestBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> RequestBuilder<()> {
                    RequestBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_number: impl ::planus::WriteAsDefault<u64, u64>,
                    field_request: impl ::planus::WriteAsUnion<self::Forwarded>,
                ) -> ::planus::Offset<Self> {
                    let prepared_number = field_number.prepare(builder, &0);
                    let prepared_request = field_request.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_number.is_some() {
                        table_writer.write_entry::<u64>(0);
                    }
                    table_writer.write_entry::<::planus::Offset<self::Forwarded>>(2);
                    table_writer.write_entry::<u8>(1);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_number) = prepared_number {
                                object_writer.write::<_, _, 8>(&prepared_number);
                            }
                            object_writer.write::<_, _, 4>(&prepared_request.offset());
                            object_writer.write::<_, _, 1>(&prepared_request.tag());
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Request>> for Request {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Request> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Request>> for Request {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Request>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Request> for Request {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Request> {
                    Request::create(builder, self.number, &self.request)
                }
            }

            /// Builder for serializing an instance of the [Request] type.
            ///
            /// Can be created using the [Request::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct RequestBuilder<State>(State);

            impl RequestBuilder<()> {
                /// Setter for the [`number` field](Request#structfield.number).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number<T0>(self, value: T0) -> RequestBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u64, u64>,
                {
                    RequestBuilder((value,))
                }

                /// Sets the [`number` field](Request#structfield.number) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number_as_default(self) -> RequestBuilder<(::planus::DefaultValue,)> {
                    self.number(::planus::DefaultValue)
                }
            }

            impl<T0> RequestBuilder<(T0,)> {
                /// Setter for the [`request` field](Request#structfield.request).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn request<T1>(self, value: T1) -> RequestBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsUnion<self::Forwarded>,
                {
                    let (v0,) = self.0;
                    RequestBuilder((v0, value))
                }
            }

            impl<T0, T1> RequestBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Request].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Request>
                where
                    Self: ::planus::WriteAsOffset<Request>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u64, u64>,
                T1: ::planus::WriteAsUnion<self::Forwarded>,
            > ::planus::WriteAs<::planus::Offset<Request>> for RequestBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Request>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Request> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u64, u64>,
                T1: ::planus::WriteAsUnion<self::Forwarded>,
            > ::planus::WriteAsOptional<::planus::Offset<Request>> for RequestBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Request>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Request>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAsDefault<u64, u64>,
                T1: ::planus::WriteAsUnion<self::Forwarded>,
            > ::planus::WriteAsOffset<Request> for RequestBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Request> {
                    let (v0, v1) = &self.0;
                    Request::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Request].
            #[derive(Copy, Clone)]
            pub struct RequestRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> RequestRef<'a> {
                /// Getter for the [`number` field](Request#structfield.number).
                #[inline]
                pub fn number(&self) -> ::planus::Result<u64> {
                    ::core::result::Result::Ok(self.0.access(0, "Request", "number")?.unwrap_or(0))
                }

                /// Getter for the [`request` field](Request#structfield.request).
                #[inline]
                pub fn request(&self) -> ::planus::Result<self::ForwardedRef<'a>> {
                    self.0.access_union_required(1, "Request", "request")
                }
            }

            impl<'a> ::core::fmt::Debug for RequestRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("RequestRef");
                    f.field("number", &self.number());
                    f.field("request", &self.request());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<RequestRef<'a>> for Request {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: RequestRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        number: ::core::convert::TryInto::try_into(value.number()?)?,
                        request: ::core::convert::TryInto::try_into(value.request()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for RequestRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for RequestRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[RequestRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Request>> for Request {
                type Value = ::planus::Offset<Request>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Request>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for RequestRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[RequestRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Ordered` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Ordered` in the file `peer.fbs:322`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Ordered {
                /// The field `zxid` in the table `Ordered`
                pub zxid: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Ordered {
                fn default() -> Self {
                    Self { zxid: 0 }
                }
            }

            impl Ordered {
                /// Creates a [OrderedBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> OrderedBuilder<()> {
                    OrderedBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_zxid: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_zxid = field_zxid.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_zxid.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_zxid) = prepared_zxid {
                                object_writer.write::<_, _, 8>(&prepared_zxid);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Ordered>> for Ordered {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ordered> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Ordered>> for Ordered {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Ordered>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Ordered> for Ordered {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ordered> {
                    Ordered::create(builder, self.zxid)
                }
            }

            /// Builder for serializing an instance of the [Ordered] type.
            ///
            /// Can be created using the [Ordered::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct OrderedBuilder<State>(State);

            impl OrderedBuilder<()> {
                /// Setter for the [`zxid` field](Ordered#structfield.zxid).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn zxid<T0>(self, value: T0) -> OrderedBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    OrderedBuilder((value,))
                }

                /// Sets the [`zxid` field](Ordered#structfield.zxid) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn zxid_as_default(self) -> OrderedBuilder<(::planus::DefaultValue,)> {
                    self.zxid(::planus::DefaultValue)
                }
            }

            impl<T0> OrderedBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Ordered].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ordered>
                where
                    Self: ::planus::WriteAsOffset<Ordered>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAs<::planus::Offset<Ordered>> for OrderedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Ordered>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ordered> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<Ordered>> for OrderedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Ordered>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Ordered>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAsOffset<Ordered>
                for OrderedBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ordered> {
                    let (v0,) = &self.0;
                    Ordered::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Ordered].
            #[derive(Copy, Clone)]
            pub struct OrderedRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> OrderedRef<'a> {
                /// Getter for the [`zxid` field](Ordered#structfield.zxid).
                #[inline]
                pub fn zxid(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(0, "Ordered", "zxid")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for OrderedRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("OrderedRef");
                    f.field("zxid", &self.zxid());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<OrderedRef<'a>> for Ordered {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: OrderedRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        zxid: ::core::convert::TryInto::try_into(value.zxid()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for OrderedRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for OrderedRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[OrderedRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Ordered>> for Ordered {
                type Value = ::planus::Offset<Ordered>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Ordered>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for OrderedRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[OrderedRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Refused` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Refused` in the file `peer.fbs:327`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Refused {
                /// The field `code` in the table `Refused`
                pub code: i32,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Refused {
                fn default() -> Self {
                    Self { code: 0 }
                }
            }

            impl Refused {
                /// Creates a [RefusedBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> RefusedBuilder<()> {
                    RefusedBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_code: impl ::planus::WriteAsDefault<i32, i32>,
                ) -> ::planus::Offset<Self> {
                    let prepared_code = field_code.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_code.is_some() {
                        table_writer.write_entry::<i32>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_code) = prepared_code {
                                object_writer.write::<_, _, 4>(&prepared_code);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Refused>> for Refused {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Refused> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Refused>> for Refused {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Refused>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Refused> for Refused {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Refused> {
                    Refused::create(builder, self.code)
                }
            }

            /// Builder for serializing an instance of the [Refused] type.
            ///
            /// Can be created using the [Refused::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct RefusedBuilder<State>(State);

            impl RefusedBuilder<()> {
                /// Setter for the [`code` field](Refused#structfield.code).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn code<T0>(self, value: T0) -> RefusedBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i32, i32>,
                {
                    RefusedBuilder((value,))
                }

                /// Sets the [`code` field](Refused#structfield.code) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn code_as_default(self) -> RefusedBuilder<(::planus::DefaultValue,)> {
                    self.code(::planus::DefaultValue)
                }
            }

            impl<T0> RefusedBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Refused].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Refused>
                where
                    Self: ::planus::WriteAsOffset<Refused>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>>
                ::planus::WriteAs<::planus::Offset<Refused>> for RefusedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Refused>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Refused> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>>
                ::planus::WriteAsOptional<::planus::Offset<Refused>> for RefusedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Refused>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Refused>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i32, i32>> ::planus::WriteAsOffset<Refused>
                for RefusedBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Refused> {
                    let (v0,) = &self.0;
                    Refused::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Refused].
            #[derive(Copy, Clone)]
            pub struct RefusedRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> RefusedRef<'a> {
                /// Getter for the [`code` field](Refused#structfield.code).
                #[inline]
                pub fn code(&self) -> ::planus::Result<i32> {
                    ::core::result::Result::Ok(self.0.access(0, "Refused", "code")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for RefusedRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("RefusedRef");
                    f.field("code", &self.code());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<RefusedRef<'a>> for Refused {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: RefusedRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        code: ::core::convert::TryInto::try_into(value.code()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for RefusedRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for RefusedRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[RefusedRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Refused>> for Refused {
                type Value = ::planus::Offset<Refused>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Refused>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for RefusedRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[RefusedRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Resumed` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Resumed` in the file `peer.fbs:331`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Resumed {}

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Resumed {
                fn default() -> Self {
                    Self {}
                }
            }

            impl Resumed {
                /// Creates a [ResumedBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> ResumedBuilder<()> {
                    ResumedBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(builder: &mut ::planus::Builder) -> ::planus::Offset<Self> {
                    let table_writer: ::planus::table_writer::TableWriter<4> =
                        ::core::default::Default::default();
                    unsafe {
                        table_writer.finish(builder, |_table_writer| {});
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Resumed>> for Resumed {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resumed> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Resumed>> for Resumed {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Resumed>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Resumed> for Resumed {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resumed> {
                    Resumed::create(builder)
                }
            }

            /// Builder for serializing an instance of the [Resumed] type.
            ///
            /// Can be created using the [Resumed::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct ResumedBuilder<State>(State);

            impl ResumedBuilder<()> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Resumed].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resumed>
                where
                    Self: ::planus::WriteAsOffset<Resumed>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Resumed>> for ResumedBuilder<()> {
                type Prepared = ::planus::Offset<Resumed>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resumed> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Resumed>> for ResumedBuilder<()> {
                type Prepared = ::planus::Offset<Resumed>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Resumed>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Resumed> for ResumedBuilder<()> {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Resumed> {
                    Resumed::create(builder)
                }
            }

            /// Reference to a deserialized [Resumed].
            #[derive(Copy, Clone)]
            pub struct ResumedRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> ResumedRef<'a> {}

            impl<'a> ::core::fmt::Debug for ResumedRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("ResumedRef");

                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<ResumedRef<'a>> for Resumed {
                type Error = ::planus::Error;

                fn try_from(_value: ResumedRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {})
                }
            }

            impl<'a> ::planus::TableRead<'a> for ResumedRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for ResumedRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[ResumedRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Resumed>> for Resumed {
                type Value = ::planus::Offset<Resumed>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Resumed>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for ResumedRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[ResumedRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `NoSession` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `NoSession` in the file `peer.fbs:334`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct NoSession {}

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for NoSession {
                fn default() -> Self {
                    Self {}
                }
            }

            impl NoSession {
                /// Creates a [NoSessionBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> NoSessionBuilder<()> {
                    NoSessionBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(builder: &mut ::planus::Builder) -> ::planus::Offset<Self> {
                    let table_writer: ::planus::table_writer::TableWriter<4> =
                        ::core::default::Default::default();
                    unsafe {
                        table_writer.finish(builder, |_table_writer| {});
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<NoSession>> for NoSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NoSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<NoSession>> for NoSession {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<NoSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<NoSession> for NoSession {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NoSession> {
                    NoSession::create(builder)
                }
            }

            /// Builder for serializing an instance of the [NoSession] type.
            ///
            /// Can be created using the [NoSession::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct NoSessionBuilder<State>(State);

            impl NoSessionBuilder<()> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [NoSession].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<NoSession>
                where
                    Self: ::planus::WriteAsOffset<NoSession>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl ::planus::WriteAs<::planus::Offset<NoSession>> for NoSessionBuilder<()> {
                type Prepared = ::planus::Offset<NoSession>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NoSession> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<NoSession>> for NoSessionBuilder<()> {
                type Prepared = ::planus::Offset<NoSession>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<NoSession>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<NoSession> for NoSessionBuilder<()> {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<NoSession> {
                    NoSession::create(builder)
                }
            }

            /// Reference to a deserialized [NoSession].
            #[derive(Copy, Clone)]
            pub struct NoSessionRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> NoSessionRef<'a> {}

            impl<'a> ::core::fmt::Debug for NoSessionRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("NoSessionRef");

                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<NoSessionRef<'a>> for NoSession {
                type Error = ::planus::Error;

                fn try_from(_value: NoSessionRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {})
                }
            }

            impl<'a> ::planus::TableRead<'a> for NoSessionRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for NoSessionRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[NoSessionRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<NoSession>> for NoSession {
                type Value = ::planus::Offset<NoSession>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<NoSession>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for NoSessionRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[NoSessionRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Synced` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Synced` in the file `peer.fbs:338`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Synced {
                /// The field `through` in the table `Synced`
                pub through: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Synced {
                fn default() -> Self {
                    Self { through: 0 }
                }
            }

            impl Synced {
                /// Creates a [SyncedBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> SyncedBuilder<()> {
                    SyncedBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_through: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_through = field_through.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_through.is_some() {
                        table_writer.write_entry::<i64>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_through) = prepared_through
                            {
                                object_writer.write::<_, _, 8>(&prepared_through);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Synced>> for Synced {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Synced> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Synced>> for Synced {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Synced>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Synced> for Synced {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Synced> {
                    Synced::create(builder, self.through)
                }
            }

            /// Builder for serializing an instance of the [Synced] type.
            ///
            /// Can be created using the [Synced::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct SyncedBuilder<State>(State);

            impl SyncedBuilder<()> {
                /// Setter for the [`through` field](Synced#structfield.through).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn through<T0>(self, value: T0) -> SyncedBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<i64, i64>,
                {
                    SyncedBuilder((value,))
                }

                /// Sets the [`through` field](Synced#structfield.through) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn through_as_default(self) -> SyncedBuilder<(::planus::DefaultValue,)> {
                    self.through(::planus::DefaultValue)
                }
            }

            impl<T0> SyncedBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Synced].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Synced>
                where
                    Self: ::planus::WriteAsOffset<Synced>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAs<::planus::Offset<Synced>>
                for SyncedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Synced>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Synced> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<Synced>> for SyncedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Synced>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Synced>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<i64, i64>> ::planus::WriteAsOffset<Synced>
                for SyncedBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Synced> {
                    let (v0,) = &self.0;
                    Synced::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Synced].
            #[derive(Copy, Clone)]
            pub struct SyncedRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> SyncedRef<'a> {
                /// Getter for the [`through` field](Synced#structfield.through).
                #[inline]
                pub fn through(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(self.0.access(0, "Synced", "through")?.unwrap_or(0))
                }
            }

            impl<'a> ::core::fmt::Debug for SyncedRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("SyncedRef");
                    f.field("through", &self.through());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<SyncedRef<'a>> for Synced {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: SyncedRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        through: ::core::convert::TryInto::try_into(value.through()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for SyncedRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for SyncedRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[SyncedRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Synced>> for Synced {
                type Value = ::planus::Offset<Synced>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Synced>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for SyncedRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[SyncedRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Dropped` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Dropped` in the file `peer.fbs:343`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Dropped {
                /// The field `reason` in the table `Dropped`
                pub reason: self::CloseReason,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Dropped {
                fn default() -> Self {
                    Self {
                        reason: self::CloseReason::ClientGone,
                    }
                }
            }

            impl Dropped {
                /// Creates a [DroppedBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> DroppedBuilder<()> {
                    DroppedBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_reason: impl ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>,
                ) -> ::planus::Offset<Self> {
                    let prepared_reason =
                        field_reason.prepare(builder, &self::CloseReason::ClientGone);

                    let mut table_writer: ::planus::table_writer::TableWriter<6> =
                        ::core::default::Default::default();
                    if prepared_reason.is_some() {
                        table_writer.write_entry::<self::CloseReason>(0);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_reason) = prepared_reason {
                                object_writer.write::<_, _, 1>(&prepared_reason);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Dropped>> for Dropped {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Dropped> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Dropped>> for Dropped {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Dropped>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Dropped> for Dropped {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Dropped> {
                    Dropped::create(builder, self.reason)
                }
            }

            /// Builder for serializing an instance of the [Dropped] type.
            ///
            /// Can be created using the [Dropped::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct DroppedBuilder<State>(State);

            impl DroppedBuilder<()> {
                /// Setter for the [`reason` field](Dropped#structfield.reason).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn reason<T0>(self, value: T0) -> DroppedBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>,
                {
                    DroppedBuilder((value,))
                }

                /// Sets the [`reason` field](Dropped#structfield.reason) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn reason_as_default(self) -> DroppedBuilder<(::planus::DefaultValue,)> {
                    self.reason(::planus::DefaultValue)
                }
            }

            impl<T0> DroppedBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Dropped].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Dropped>
                where
                    Self: ::planus::WriteAsOffset<Dropped>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>>
                ::planus::WriteAs<::planus::Offset<Dropped>> for DroppedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Dropped>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Dropped> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>>
                ::planus::WriteAsOptional<::planus::Offset<Dropped>> for DroppedBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Dropped>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Dropped>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>>
                ::planus::WriteAsOffset<Dropped> for DroppedBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Dropped> {
                    let (v0,) = &self.0;
                    Dropped::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Dropped].
            #[derive(Copy, Clone)]
            pub struct DroppedRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> DroppedRef<'a> {
                /// Getter for the [`reason` field](Dropped#structfield.reason).
                #[inline]
                pub fn reason(&self) -> ::planus::Result<self::CloseReason> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(0, "Dropped", "reason")?
                            .unwrap_or(self::CloseReason::ClientGone),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for DroppedRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("DroppedRef");
                    f.field("reason", &self.reason());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<DroppedRef<'a>> for Dropped {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: DroppedRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        reason: ::core::convert::TryInto::try_into(value.reason()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for DroppedRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for DroppedRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[DroppedRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Dropped>> for Dropped {
                type Value = ::planus::Offset<Dropped>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Dropped>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for DroppedRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[DroppedRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Ignored` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Ignored` in the file `peer.fbs:348`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Ignored {}

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Ignored {
                fn default() -> Self {
                    Self {}
                }
            }

            impl Ignored {
                /// Creates a [IgnoredBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> IgnoredBuilder<()> {
                    IgnoredBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(builder: &mut ::planus::Builder) -> ::planus::Offset<Self> {
                    let table_writer: ::planus::table_writer::TableWriter<4> =
                        ::core::default::Default::default();
                    unsafe {
                        table_writer.finish(builder, |_table_writer| {});
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Ignored>> for Ignored {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ignored> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Ignored>> for Ignored {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Ignored>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Ignored> for Ignored {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ignored> {
                    Ignored::create(builder)
                }
            }

            /// Builder for serializing an instance of the [Ignored] type.
            ///
            /// Can be created using the [Ignored::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct IgnoredBuilder<State>(State);

            impl IgnoredBuilder<()> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Ignored].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ignored>
                where
                    Self: ::planus::WriteAsOffset<Ignored>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Ignored>> for IgnoredBuilder<()> {
                type Prepared = ::planus::Offset<Ignored>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ignored> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Ignored>> for IgnoredBuilder<()> {
                type Prepared = ::planus::Offset<Ignored>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Ignored>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Ignored> for IgnoredBuilder<()> {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Ignored> {
                    Ignored::create(builder)
                }
            }

            /// Reference to a deserialized [Ignored].
            #[derive(Copy, Clone)]
            pub struct IgnoredRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> IgnoredRef<'a> {}

            impl<'a> ::core::fmt::Debug for IgnoredRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("IgnoredRef");

                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<IgnoredRef<'a>> for Ignored {
                type Error = ::planus::Error;

                fn try_from(_value: IgnoredRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {})
                }
            }

            impl<'a> ::planus::TableRead<'a> for IgnoredRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for IgnoredRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[IgnoredRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Ignored>> for Ignored {
                type Value = ::planus::Offset<Ignored>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Ignored>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for IgnoredRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[IgnoredRef]", "read_as_root", 0)
                    })
                }
            }

            /// The union `Verdict` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Union `Verdict` in the file `peer.fbs:351`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub enum Verdict {
                /// The variant of type `Ordered` in the union `Verdict`
                Ordered(::planus::alloc::boxed::Box<self::Ordered>),

                /// The variant of type `Refused` in the union `Verdict`
                Refused(::planus::alloc::boxed::Box<self::Refused>),

                /// The variant of type `Resumed` in the union `Verdict`
                Resumed(::planus::alloc::boxed::Box<self::Resumed>),

                /// The variant of type `NoSession` in the union `Verdict`
                NoSession(::planus::alloc::boxed::Box<self::NoSession>),

                /// The variant of type `Synced` in the union `Verdict`
                Synced(::planus::alloc::boxed::Box<self::Synced>),

                /// The variant of type `Dropped` in the union `Verdict`
                Dropped(::planus::alloc::boxed::Box<self::Dropped>),

                /// The variant of type `Ignored` in the union `Verdict`
                Ignored(::planus::alloc::boxed::Box<self::Ignored>),
            }

            impl Verdict {
                /// Creates a [VerdictBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> VerdictBuilder<::planus::Uninitialized> {
                    VerdictBuilder(::planus::Uninitialized)
                }

                #[inline]
                pub fn create_ordered(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Ordered>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(1, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_refused(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Refused>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(2, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_resumed(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Resumed>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(3, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_no_session(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::NoSession>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(4, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_synced(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Synced>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(5, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_dropped(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Dropped>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(6, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_ignored(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Ignored>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(7, value.prepare(builder).downcast())
                }
            }

            impl ::planus::WriteAsUnion<Verdict> for Verdict {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Self> {
                    match self {
                        Self::Ordered(value) => Self::create_ordered(builder, value),
                        Self::Refused(value) => Self::create_refused(builder, value),
                        Self::Resumed(value) => Self::create_resumed(builder, value),
                        Self::NoSession(value) => Self::create_no_session(builder, value),
                        Self::Synced(value) => Self::create_synced(builder, value),
                        Self::Dropped(value) => Self::create_dropped(builder, value),
                        Self::Ignored(value) => Self::create_ignored(builder, value),
                    }
                }
            }

            impl ::planus::WriteAsOptionalUnion<Verdict> for Verdict {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Self>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Builder for serializing an instance of the [Verdict] type.
            ///
            /// Can be created using the [Verdict::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct VerdictBuilder<T>(T);

            impl VerdictBuilder<::planus::Uninitialized> {
                /// Creates an instance of the [`Ordered` variant](Verdict#variant.Ordered).
                #[inline]
                pub fn ordered<T>(self, value: T) -> VerdictBuilder<::planus::Initialized<1, T>>
                where
                    T: ::planus::WriteAsOffset<self::Ordered>,
                {
                    VerdictBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Refused` variant](Verdict#variant.Refused).
                #[inline]
                pub fn refused<T>(self, value: T) -> VerdictBuilder<::planus::Initialized<2, T>>
                where
                    T: ::planus::WriteAsOffset<self::Refused>,
                {
                    VerdictBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Resumed` variant](Verdict#variant.Resumed).
                #[inline]
                pub fn resumed<T>(self, value: T) -> VerdictBuilder<::planus::Initialized<3, T>>
                where
                    T: ::planus::WriteAsOffset<self::Resumed>,
                {
                    VerdictBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`NoSession` variant](Verdict#variant.NoSession).
                #[inline]
                pub fn no_session<T>(self, value: T) -> VerdictBuilder<::planus::Initialized<4, T>>
                where
                    T: ::planus::WriteAsOffset<self::NoSession>,
                {
                    VerdictBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Synced` variant](Verdict#variant.Synced).
                #[inline]
                pub fn synced<T>(self, value: T) -> VerdictBuilder<::planus::Initialized<5, T>>
                where
                    T: ::planus::WriteAsOffset<self::Synced>,
                {
                    VerdictBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Dropped` variant](Verdict#variant.Dropped).
                #[inline]
                pub fn dropped<T>(self, value: T) -> VerdictBuilder<::planus::Initialized<6, T>>
                where
                    T: ::planus::WriteAsOffset<self::Dropped>,
                {
                    VerdictBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Ignored` variant](Verdict#variant.Ignored).
                #[inline]
                pub fn ignored<T>(self, value: T) -> VerdictBuilder<::planus::Initialized<7, T>>
                where
                    T: ::planus::WriteAsOffset<self::Ignored>,
                {
                    VerdictBuilder(::planus::Initialized(value))
                }
            }

            impl<const N: u8, T> VerdictBuilder<::planus::Initialized<N, T>> {
                /// Finish writing the builder to get an [UnionOffset](::planus::UnionOffset) to a serialized [Verdict].
                #[inline]
                pub fn finish(
                    self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict>
                where
                    Self: ::planus::WriteAsUnion<Verdict>,
                {
                    ::planus::WriteAsUnion::prepare(&self, builder)
                }
            }

            impl<T> ::planus::WriteAsUnion<Verdict> for VerdictBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Ordered>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict> {
                    ::planus::UnionOffset::new(1, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Verdict> for VerdictBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Ordered>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Verdict>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Verdict> for VerdictBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Refused>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict> {
                    ::planus::UnionOffset::new(2, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Verdict> for VerdictBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::Refused>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Verdict>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Verdict> for VerdictBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::Resumed>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict> {
                    ::planus::UnionOffset::new(3, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Verdict> for VerdictBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::Resumed>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Verdict>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Verdict> for VerdictBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::NoSession>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict> {
                    ::planus::UnionOffset::new(4, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Verdict> for VerdictBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::NoSession>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Verdict>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Verdict> for VerdictBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::Synced>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict> {
                    ::planus::UnionOffset::new(5, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Verdict> for VerdictBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::Synced>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Verdict>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Verdict> for VerdictBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::Dropped>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict> {
                    ::planus::UnionOffset::new(6, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Verdict> for VerdictBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::Dropped>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Verdict>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Verdict> for VerdictBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::Ignored>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::planus::UnionOffset<Verdict> {
                    ::planus::UnionOffset::new(7, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Verdict> for VerdictBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::Ignored>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Verdict>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Reference to a deserialized [Verdict].
            #[derive(Copy, Clone, Debug)]
            pub enum VerdictRef<'a> {
                Ordered(self::OrderedRef<'a>),
                Refused(self::RefusedRef<'a>),
                Resumed(self::ResumedRef<'a>),
                NoSession(self::NoSessionRef<'a>),
                Synced(self::SyncedRef<'a>),
                Dropped(self::DroppedRef<'a>),
                Ignored(self::IgnoredRef<'a>),
            }

            impl<'a> ::core::convert::TryFrom<VerdictRef<'a>> for Verdict {
                type Error = ::planus::Error;

                fn try_from(value: VerdictRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(match value {
                        VerdictRef::Ordered(value) => {
                            Self::Ordered(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        VerdictRef::Refused(value) => {
                            Self::Refused(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        VerdictRef::Resumed(value) => {
                            Self::Resumed(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        VerdictRef::NoSession(value) => {
                            Self::NoSession(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        VerdictRef::Synced(value) => {
                            Self::Synced(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        VerdictRef::Dropped(value) => {
                            Self::Dropped(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        VerdictRef::Ignored(value) => {
                            Self::Ignored(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }
                    })
                }
            }

            impl<'a> ::planus::TableReadUnion<'a> for VerdictRef<'a> {
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    tag: u8,
                    field_offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    match tag {
                        1 => ::core::result::Result::Ok(Self::Ordered(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        2 => ::core::result::Result::Ok(Self::Refused(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        3 => ::core::result::Result::Ok(Self::Resumed(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        4 => ::core::result::Result::Ok(Self::NoSession(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        5 => ::core::result::Result::Ok(Self::Synced(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        6 => ::core::result::Result::Ok(Self::Dropped(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        7 => ::core::result::Result::Ok(Self::Ignored(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        _ => ::core::result::Result::Err(
                            ::planus::errors::ErrorKind::UnknownUnionTag { tag },
                        ),
                    }
                }
            }

            impl<'a> ::planus::VectorReadUnion<'a> for VerdictRef<'a> {
                const VECTOR_NAME: &'static str = "[VerdictRef]";
            }

            /// The table `Answer` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Answer` in the file `peer.fbs:362`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Answer {
                /// The field `number` in the table `Answer`
                pub number: u64,
                /// The field `verdict` in the table `Answer`
                pub verdict: self::Verdict,
            }

            impl Answer {
                /// Creates a [AnswerBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> AnswerBuilder<()> {
                    AnswerBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_number: impl ::planus::WriteAsDefault<u64, u64>,
                    field_verdict: impl ::planus::WriteAsUnion<self::Verdict>,
                ) -> ::planus::Offset<Self> {
                    let prepared_number = field_number.prepare(builder, &0);
                    let prepared_verdict = field_verdict.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<10> =
                        ::core::default::Default::default();
                    if prepared_number.is_some() {
                        table_writer.write_entry::<u64>(0);
                    }
                    table_writer.write_entry::<::planus::Offset<self::Verdict>>(2);
                    table_writer.write_entry::<u8>(1);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_number) = prepared_number {
                                object_writer.write::<_, _, 8>(&prepared_number);
                            }
                            object_writer.write::<_, _, 4>(&prepared_verdict.offset());
                            object_writer.write::<_, _, 1>(&prepared_verdict.tag());
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Answer>> for Answer {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Answer> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Answer>> for Answer {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Answer>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Answer> for Answer {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Answer> {
                    Answer::create(builder, self.number, &self.verdict)
                }
            }

            /// Builder for serializing an instance of the [Answer] type.
            ///
            /// Can be created using the [Answer::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct AnswerBuilder<State>(State);

            impl AnswerBuilder<()> {
                /// Setter for the [`number` field](Answer#structfield.number).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number<T0>(self, value: T0) -> AnswerBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsDefault<u64, u64>,
                {
                    AnswerBuilder((value,))
                }

                /// Sets the [`number` field](Answer#structfield.number) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn number_as_default(self) -> AnswerBuilder<(::planus::DefaultValue,)> {
                    self.number(::planus::DefaultValue)
                }
            }

            impl<T0> AnswerBuilder<(T0,)> {
                /// Setter for the [`verdict` field](Answer#structfield.verdict).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn verdict<T1>(self, value: T1) -> AnswerBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsUnion<self::Verdict>,
                {
                    let (v0,) = self.0;
                    AnswerBuilder((v0, value))
                }
            }

            impl<T0, T1> AnswerBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Answer].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Answer>
                where
                    Self: ::planus::WriteAsOffset<Answer>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>, T1: ::planus::WriteAsUnion<self::Verdict>>
                ::planus::WriteAs<::planus::Offset<Answer>> for AnswerBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Answer>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Answer> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>, T1: ::planus::WriteAsUnion<self::Verdict>>
                ::planus::WriteAsOptional<::planus::Offset<Answer>> for AnswerBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Answer>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Answer>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsDefault<u64, u64>, T1: ::planus::WriteAsUnion<self::Verdict>>
                ::planus::WriteAsOffset<Answer> for AnswerBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Answer> {
                    let (v0, v1) = &self.0;
                    Answer::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Answer].
            #[derive(Copy, Clone)]
            pub struct AnswerRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> AnswerRef<'a> {
                /// Getter for the [`number` field](Answer#structfield.number).
                #[inline]
                pub fn number(&self) -> ::planus::Result<u64> {
                    ::core::result::Result::Ok(self.0.access(0, "Answer", "number")?.unwrap_or(0))
                }

                /// Getter for the [`verdict` field](Answer#structfield.verdict).
                #[inline]
                pub fn verdict(&self) -> ::planus::Result<self::VerdictRef<'a>> {
                    self.0.access_union_required(1, "Answer", "verdict")
                }
            }

            impl<'a> ::core::fmt::Debug for AnswerRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("AnswerRef");
                    f.field("number", &self.number());
                    f.field("verdict", &self.verdict());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<AnswerRef<'a>> for Answer {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: AnswerRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        number: ::core::convert::TryInto::try_into(value.number()?)?,
                        verdict: ::core::convert::TryInto::try_into(value.verdict()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for AnswerRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for AnswerRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[AnswerRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Answer>> for Answer {
                type Value = ::planus::Offset<Answer>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Answer>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for AnswerRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[AnswerRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Detached` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Detached` in the file `peer.fbs:368`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Detached {
                /// The field `from` in the table `Detached`
                pub from: self::ConnectionId,
                /// The field `session` in the table `Detached`
                pub session: i64,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Detached {
                fn default() -> Self {
                    Self {
                        from: ::core::default::Default::default(),
                        session: 0,
                    }
                }
            }

            impl Detached {
                /// Creates a [DetachedBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> DetachedBuilder<()> {
                    DetachedBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_from: impl ::planus::WriteAs<self::ConnectionId>,
                    field_session: impl ::planus::WriteAsDefault<i64, i64>,
                ) -> ::planus::Offset<Self> {
                    let prepared_from = field_from.prepare(builder);
                    let prepared_session = field_session.prepare(builder, &0);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    if prepared_session.is_some() {
                        table_writer.write_entry::<i64>(1);
                    }
                    table_writer.write_entry::<self::ConnectionId>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            if let ::core::option::Option::Some(prepared_session) = prepared_session
                            {
                                object_writer.write::<_, _, 8>(&prepared_session);
                            }
                            object_writer.write::<_, _, 12>(&prepared_from);
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Detached>> for Detached {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Detached> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Detached>> for Detached {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Detached>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Detached> for Detached {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Detached> {
                    Detached::create(builder, self.from, self.session)
                }
            }

            /// Builder for serializing an instance of the [Detached] type.
            ///
            /// Can be created using the [Detached::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct DetachedBuilder<State>(State);

            impl DetachedBuilder<()> {
                /// Setter for the [`from` field](Detached#structfield.from).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn from<T0>(self, value: T0) -> DetachedBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<self::ConnectionId>,
                {
                    DetachedBuilder((value,))
                }
            }

            impl<T0> DetachedBuilder<(T0,)> {
                /// Setter for the [`session` field](Detached#structfield.session).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session<T1>(self, value: T1) -> DetachedBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<i64, i64>,
                {
                    let (v0,) = self.0;
                    DetachedBuilder((v0, value))
                }

                /// Sets the [`session` field](Detached#structfield.session) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn session_as_default(self) -> DetachedBuilder<(T0, ::planus::DefaultValue)> {
                    self.session(::planus::DefaultValue)
                }
            }

            impl<T0, T1> DetachedBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Detached].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Detached>
                where
                    Self: ::planus::WriteAsOffset<Detached>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<self::ConnectionId>, T1: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAs<::planus::Offset<Detached>> for DetachedBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Detached>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Detached> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAs<self::ConnectionId>, T1: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOptional<::planus::Offset<Detached>>
                for DetachedBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Detached>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Detached>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAs<self::ConnectionId>, T1: ::planus::WriteAsDefault<i64, i64>>
                ::planus::WriteAsOffset<Detached> for DetachedBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Detached> {
                    let (v0, v1) = &self.0;
                    Detached::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Detached].
            #[derive(Copy, Clone)]
            pub struct DetachedRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> DetachedRef<'a> {
                /// Getter for the [`from` field](Detached#structfield.from).
                #[inline]
                pub fn from(&self) -> ::planus::Result<self::ConnectionIdRef<'a>> {
                    self.0.access_required(0, "Detached", "from")
                }

                /// Getter for the [`session` field](Detached#structfield.session).
                #[inline]
                pub fn session(&self) -> ::planus::Result<i64> {
                    ::core::result::Result::Ok(
                        self.0.access(1, "Detached", "session")?.unwrap_or(0),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for DetachedRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("DetachedRef");
                    f.field("from", &self.from());
                    f.field("session", &self.session());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<DetachedRef<'a>> for Detached {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: DetachedRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        from: ::core::convert::Into::into(value.from()?),
                        session: ::core::convert::TryInto::try_into(value.session()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for DetachedRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for DetachedRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[DetachedRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Detached>> for Detached {
                type Value = ::planus::Offset<Detached>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Detached>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for DetachedRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[DetachedRef]", "read_as_root", 0)
                    })
                }
            }

            /// The table `Close` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Close` in the file `peer.fbs:374`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Close {
                /// The field `connection` in the table `Close`
                pub connection: self::ConnectionId,
                /// The field `reason` in the table `Close`
                pub reason: self::CloseReason,
            }

            #[allow(clippy::derivable_impls)]
            impl ::core::default::Default for Close {
                fn default() -> Self {
                    Self {
                        connection: ::core::default::Default::default(),
                        reason: self::CloseReason::ClientGone,
                    }
                }
            }

            impl Close {
                /// Creates a [CloseBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> CloseBuilder<()> {
                    CloseBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_connection: impl ::planus::WriteAs<self::ConnectionId>,
                    field_reason: impl ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>,
                ) -> ::planus::Offset<Self> {
                    let prepared_connection = field_connection.prepare(builder);
                    let prepared_reason =
                        field_reason.prepare(builder, &self::CloseReason::ClientGone);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<self::ConnectionId>(0);
                    if prepared_reason.is_some() {
                        table_writer.write_entry::<self::CloseReason>(1);
                    }

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 12>(&prepared_connection);
                            if let ::core::option::Option::Some(prepared_reason) = prepared_reason {
                                object_writer.write::<_, _, 1>(&prepared_reason);
                            }
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Close>> for Close {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Close> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Close>> for Close {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Close>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Close> for Close {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Close> {
                    Close::create(builder, self.connection, self.reason)
                }
            }

            /// Builder for serializing an instance of the [Close] type.
            ///
            /// Can be created using the [Close::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct CloseBuilder<State>(State);

            impl CloseBuilder<()> {
                /// Setter for the [`connection` field](Close#structfield.connection).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn connection<T0>(self, value: T0) -> CloseBuilder<(T0,)>
                where
                    T0: ::planus::WriteAs<self::ConnectionId>,
                {
                    CloseBuilder((value,))
                }
            }

            impl<T0> CloseBuilder<(T0,)> {
                /// Setter for the [`reason` field](Close#structfield.reason).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn reason<T1>(self, value: T1) -> CloseBuilder<(T0, T1)>
                where
                    T1: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>,
                {
                    let (v0,) = self.0;
                    CloseBuilder((v0, value))
                }

                /// Sets the [`reason` field](Close#structfield.reason) to the default value.
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn reason_as_default(self) -> CloseBuilder<(T0, ::planus::DefaultValue)> {
                    self.reason(::planus::DefaultValue)
                }
            }

            impl<T0, T1> CloseBuilder<(T0, T1)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Close].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Close>
                where
                    Self: ::planus::WriteAsOffset<Close>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>,
            > ::planus::WriteAs<::planus::Offset<Close>> for CloseBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Close>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Close> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>,
            > ::planus::WriteAsOptional<::planus::Offset<Close>> for CloseBuilder<(T0, T1)>
            {
                type Prepared = ::planus::Offset<Close>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Close>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<
                T0: ::planus::WriteAs<self::ConnectionId>,
                T1: ::planus::WriteAsDefault<self::CloseReason, self::CloseReason>,
            > ::planus::WriteAsOffset<Close> for CloseBuilder<(T0, T1)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Close> {
                    let (v0, v1) = &self.0;
                    Close::create(builder, v0, v1)
                }
            }

            /// Reference to a deserialized [Close].
            #[derive(Copy, Clone)]
            pub struct CloseRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> CloseRef<'a> {
                /// Getter for the [`connection` field](Close#structfield.connection).
                #[inline]
                pub fn connection(&self) -> ::planus::Result<self::ConnectionIdRef<'a>> {
                    self.0.access_required(0, "Close", "connection")
                }

                /// Getter for the [`reason` field](Close#structfield.reason).
                #[inline]
                pub fn reason(&self) -> ::planus::Result<self::CloseReason> {
                    ::core::result::Result::Ok(
                        self.0
                            .access(1, "Close", "reason")?
                            .unwrap_or(self::CloseReason::ClientGone),
                    )
                }
            }

            impl<'a> ::core::fmt::Debug for CloseRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("CloseRef");
                    f.field("connection", &self.connection());
                    f.field("reason", &self.reason());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<CloseRef<'a>> for Close {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: CloseRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        connection: ::core::convert::Into::into(value.connection()?),
                        reason: ::core::convert::TryInto::try_into(value.reason()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for CloseRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for CloseRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[CloseRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Close>> for Close {
                type Value = ::planus::Offset<Close>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Close>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for CloseRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[CloseRef]", "read_as_root", 0)
                    })
                }
            }

            /// The union `Body` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Union `Body` in the file `peer.fbs:379`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub enum Body {
                /// The variant of type `Notification` in the union `Body`
                Notification(::planus::alloc::boxed::Box<self::Notification>),

                /// The variant of type `FollowerInfo` in the union `Body`
                FollowerInfo(::planus::alloc::boxed::Box<self::FollowerInfo>),

                /// The variant of type `LeaderInfo` in the union `Body`
                LeaderInfo(::planus::alloc::boxed::Box<self::LeaderInfo>),

                /// The variant of type `AckEpoch` in the union `Body`
                AckEpoch(::planus::alloc::boxed::Box<self::AckEpoch>),

                /// The variant of type `Trunc` in the union `Body`
                Trunc(::planus::alloc::boxed::Box<self::Trunc>),

                /// The variant of type `Snap` in the union `Body`
                Snap(::planus::alloc::boxed::Box<self::Snap>),

                /// The variant of type `SnapChunk` in the union `Body`
                SnapChunk(::planus::alloc::boxed::Box<self::SnapChunk>),

                /// The variant of type `SnapEnd` in the union `Body`
                SnapEnd(::planus::alloc::boxed::Box<self::SnapEnd>),

                /// The variant of type `NewLeader` in the union `Body`
                NewLeader(::planus::alloc::boxed::Box<self::NewLeader>),

                /// The variant of type `AckNewLeader` in the union `Body`
                AckNewLeader(::planus::alloc::boxed::Box<self::AckNewLeader>),

                /// The variant of type `UpToDate` in the union `Body`
                UpToDate(::planus::alloc::boxed::Box<self::UpToDate>),

                /// The variant of type `Proposal` in the union `Body`
                Proposal(::planus::alloc::boxed::Box<self::Proposal>),

                /// The variant of type `AckProposal` in the union `Body`
                AckProposal(::planus::alloc::boxed::Box<self::AckProposal>),

                /// The variant of type `Commit` in the union `Body`
                Commit(::planus::alloc::boxed::Box<self::Commit>),

                /// The variant of type `Ping` in the union `Body`
                Ping(::planus::alloc::boxed::Box<self::Ping>),

                /// The variant of type `Pong` in the union `Body`
                Pong(::planus::alloc::boxed::Box<self::Pong>),

                /// The variant of type `Request` in the union `Body`
                Request(::planus::alloc::boxed::Box<self::Request>),

                /// The variant of type `Answer` in the union `Body`
                Answer(::planus::alloc::boxed::Box<self::Answer>),

                /// The variant of type `Detached` in the union `Body`
                Detached(::planus::alloc::boxed::Box<self::Detached>),

                /// The variant of type `Close` in the union `Body`
                Close(::planus::alloc::boxed::Box<self::Close>),
            }

            impl Body {
                /// Creates a [BodyBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> BodyBuilder<::planus::Uninitialized> {
                    BodyBuilder(::planus::Uninitialized)
                }

                #[inline]
                pub fn create_notification(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Notification>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(1, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_follower_info(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::FollowerInfo>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(2, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_leader_info(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::LeaderInfo>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(3, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_ack_epoch(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::AckEpoch>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(4, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_trunc(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Trunc>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(5, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_snap(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Snap>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(6, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_snap_chunk(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SnapChunk>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(7, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_snap_end(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::SnapEnd>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(8, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_new_leader(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::NewLeader>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(9, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_ack_new_leader(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::AckNewLeader>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(10, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_up_to_date(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::UpToDate>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(11, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_proposal(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Proposal>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(12, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_ack_proposal(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::AckProposal>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(13, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_commit(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Commit>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(14, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_ping(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Ping>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(15, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_pong(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Pong>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(16, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_request(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Request>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(17, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_answer(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Answer>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(18, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_detached(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Detached>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(19, value.prepare(builder).downcast())
                }

                #[inline]
                pub fn create_close(
                    builder: &mut ::planus::Builder,
                    value: impl ::planus::WriteAsOffset<self::Close>,
                ) -> ::planus::UnionOffset<Self> {
                    ::planus::UnionOffset::new(20, value.prepare(builder).downcast())
                }
            }

            impl ::planus::WriteAsUnion<Body> for Body {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Self> {
                    match self {
                        Self::Notification(value) => Self::create_notification(builder, value),
                        Self::FollowerInfo(value) => Self::create_follower_info(builder, value),
                        Self::LeaderInfo(value) => Self::create_leader_info(builder, value),
                        Self::AckEpoch(value) => Self::create_ack_epoch(builder, value),
                        Self::Trunc(value) => Self::create_trunc(builder, value),
                        Self::Snap(value) => Self::create_snap(builder, value),
                        Self::SnapChunk(value) => Self::create_snap_chunk(builder, value),
                        Self::SnapEnd(value) => Self::create_snap_end(builder, value),
                        Self::NewLeader(value) => Self::create_new_leader(builder, value),
                        Self::AckNewLeader(value) => Self::create_ack_new_leader(builder, value),
                        Self::UpToDate(value) => Self::create_up_to_date(builder, value),
                        Self::Proposal(value) => Self::create_proposal(builder, value),
                        Self::AckProposal(value) => Self::create_ack_proposal(builder, value),
                        Self::Commit(value) => Self::create_commit(builder, value),
                        Self::Ping(value) => Self::create_ping(builder, value),
                        Self::Pong(value) => Self::create_pong(builder, value),
                        Self::Request(value) => Self::create_request(builder, value),
                        Self::Answer(value) => Self::create_answer(builder, value),
                        Self::Detached(value) => Self::create_detached(builder, value),
                        Self::Close(value) => Self::create_close(builder, value),
                    }
                }
            }

            impl ::planus::WriteAsOptionalUnion<Body> for Body {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Self>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Builder for serializing an instance of the [Body] type.
            ///
            /// Can be created using the [Body::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct BodyBuilder<T>(T);

            impl BodyBuilder<::planus::Uninitialized> {
                /// Creates an instance of the [`Notification` variant](Body#variant.Notification).
                #[inline]
                pub fn notification<T>(self, value: T) -> BodyBuilder<::planus::Initialized<1, T>>
                where
                    T: ::planus::WriteAsOffset<self::Notification>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`FollowerInfo` variant](Body#variant.FollowerInfo).
                #[inline]
                pub fn follower_info<T>(self, value: T) -> BodyBuilder<::planus::Initialized<2, T>>
                where
                    T: ::planus::WriteAsOffset<self::FollowerInfo>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`LeaderInfo` variant](Body#variant.LeaderInfo).
                #[inline]
                pub fn leader_info<T>(self, value: T) -> BodyBuilder<::planus::Initialized<3, T>>
                where
                    T: ::planus::WriteAsOffset<self::LeaderInfo>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`AckEpoch` variant](Body#variant.AckEpoch).
                #[inline]
                pub fn ack_epoch<T>(self, value: T) -> BodyBuilder<::planus::Initialized<4, T>>
                where
                    T: ::planus::WriteAsOffset<self::AckEpoch>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Trunc` variant](Body#variant.Trunc).
                #[inline]
                pub fn trunc<T>(self, value: T) -> BodyBuilder<::planus::Initialized<5, T>>
                where
                    T: ::planus::WriteAsOffset<self::Trunc>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Snap` variant](Body#variant.Snap).
                #[inline]
                pub fn snap<T>(self, value: T) -> BodyBuilder<::planus::Initialized<6, T>>
                where
                    T: ::planus::WriteAsOffset<self::Snap>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SnapChunk` variant](Body#variant.SnapChunk).
                #[inline]
                pub fn snap_chunk<T>(self, value: T) -> BodyBuilder<::planus::Initialized<7, T>>
                where
                    T: ::planus::WriteAsOffset<self::SnapChunk>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`SnapEnd` variant](Body#variant.SnapEnd).
                #[inline]
                pub fn snap_end<T>(self, value: T) -> BodyBuilder<::planus::Initialized<8, T>>
                where
                    T: ::planus::WriteAsOffset<self::SnapEnd>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`NewLeader` variant](Body#variant.NewLeader).
                #[inline]
                pub fn new_leader<T>(self, value: T) -> BodyBuilder<::planus::Initialized<9, T>>
                where
                    T: ::planus::WriteAsOffset<self::NewLeader>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`AckNewLeader` variant](Body#variant.AckNewLeader).
                #[inline]
                pub fn ack_new_leader<T>(
                    self,
                    value: T,
                ) -> BodyBuilder<::planus::Initialized<10, T>>
                where
                    T: ::planus::WriteAsOffset<self::AckNewLeader>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`UpToDate` variant](Body#variant.UpToDate).
                #[inline]
                pub fn up_to_date<T>(self, value: T) -> BodyBuilder<::planus::Initialized<11, T>>
                where
                    T: ::planus::WriteAsOffset<self::UpToDate>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Proposal` variant](Body#variant.Proposal).
                #[inline]
                pub fn proposal<T>(self, value: T) -> BodyBuilder<::planus::Initialized<12, T>>
                where
                    T: ::planus::WriteAsOffset<self::Proposal>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`AckProposal` variant](Body#variant.AckProposal).
                #[inline]
                pub fn ack_proposal<T>(self, value: T) -> BodyBuilder<::planus::Initialized<13, T>>
                where
                    T: ::planus::WriteAsOffset<self::AckProposal>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Commit` variant](Body#variant.Commit).
                #[inline]
                pub fn commit<T>(self, value: T) -> BodyBuilder<::planus::Initialized<14, T>>
                where
                    T: ::planus::WriteAsOffset<self::Commit>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Ping` variant](Body#variant.Ping).
                #[inline]
                pub fn ping<T>(self, value: T) -> BodyBuilder<::planus::Initialized<15, T>>
                where
                    T: ::planus::WriteAsOffset<self::Ping>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Pong` variant](Body#variant.Pong).
                #[inline]
                pub fn pong<T>(self, value: T) -> BodyBuilder<::planus::Initialized<16, T>>
                where
                    T: ::planus::WriteAsOffset<self::Pong>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Request` variant](Body#variant.Request).
                #[inline]
                pub fn request<T>(self, value: T) -> BodyBuilder<::planus::Initialized<17, T>>
                where
                    T: ::planus::WriteAsOffset<self::Request>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Answer` variant](Body#variant.Answer).
                #[inline]
                pub fn answer<T>(self, value: T) -> BodyBuilder<::planus::Initialized<18, T>>
                where
                    T: ::planus::WriteAsOffset<self::Answer>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Detached` variant](Body#variant.Detached).
                #[inline]
                pub fn detached<T>(self, value: T) -> BodyBuilder<::planus::Initialized<19, T>>
                where
                    T: ::planus::WriteAsOffset<self::Detached>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }

                /// Creates an instance of the [`Close` variant](Body#variant.Close).
                #[inline]
                pub fn close<T>(self, value: T) -> BodyBuilder<::planus::Initialized<20, T>>
                where
                    T: ::planus::WriteAsOffset<self::Close>,
                {
                    BodyBuilder(::planus::Initialized(value))
                }
            }

            impl<const N: u8, T> BodyBuilder<::planus::Initialized<N, T>> {
                /// Finish writing the builder to get an [UnionOffset](::planus::UnionOffset) to a serialized [Body].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body>
                where
                    Self: ::planus::WriteAsUnion<Body>,
                {
                    ::planus::WriteAsUnion::prepare(&self, builder)
                }
            }

            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Notification>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(1, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<1, T>>
            where
                T: ::planus::WriteAsOffset<self::Notification>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::FollowerInfo>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(2, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<2, T>>
            where
                T: ::planus::WriteAsOffset<self::FollowerInfo>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::LeaderInfo>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(3, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<3, T>>
            where
                T: ::planus::WriteAsOffset<self::LeaderInfo>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::AckEpoch>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(4, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<4, T>>
            where
                T: ::planus::WriteAsOffset<self::AckEpoch>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::Trunc>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(5, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<5, T>>
            where
                T: ::planus::WriteAsOffset<self::Trunc>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::Snap>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(6, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<6, T>>
            where
                T: ::planus::WriteAsOffset<self::Snap>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::SnapChunk>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(7, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<7, T>>
            where
                T: ::planus::WriteAsOffset<self::SnapChunk>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<8, T>>
            where
                T: ::planus::WriteAsOffset<self::SnapEnd>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(8, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<8, T>>
            where
                T: ::planus::WriteAsOffset<self::SnapEnd>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<9, T>>
            where
                T: ::planus::WriteAsOffset<self::NewLeader>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(9, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<9, T>>
            where
                T: ::planus::WriteAsOffset<self::NewLeader>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<10, T>>
            where
                T: ::planus::WriteAsOffset<self::AckNewLeader>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(10, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<10, T>>
            where
                T: ::planus::WriteAsOffset<self::AckNewLeader>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<11, T>>
            where
                T: ::planus::WriteAsOffset<self::UpToDate>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(11, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<11, T>>
            where
                T: ::planus::WriteAsOffset<self::UpToDate>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<12, T>>
            where
                T: ::planus::WriteAsOffset<self::Proposal>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(12, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<12, T>>
            where
                T: ::planus::WriteAsOffset<self::Proposal>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<13, T>>
            where
                T: ::planus::WriteAsOffset<self::AckProposal>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(13, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<13, T>>
            where
                T: ::planus::WriteAsOffset<self::AckProposal>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<14, T>>
            where
                T: ::planus::WriteAsOffset<self::Commit>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(14, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<14, T>>
            where
                T: ::planus::WriteAsOffset<self::Commit>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<15, T>>
            where
                T: ::planus::WriteAsOffset<self::Ping>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(15, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<15, T>>
            where
                T: ::planus::WriteAsOffset<self::Ping>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<16, T>>
            where
                T: ::planus::WriteAsOffset<self::Pong>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(16, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<16, T>>
            where
                T: ::planus::WriteAsOffset<self::Pong>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<17, T>>
            where
                T: ::planus::WriteAsOffset<self::Request>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(17, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<17, T>>
            where
                T: ::planus::WriteAsOffset<self::Request>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<18, T>>
            where
                T: ::planus::WriteAsOffset<self::Answer>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(18, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<18, T>>
            where
                T: ::planus::WriteAsOffset<self::Answer>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<19, T>>
            where
                T: ::planus::WriteAsOffset<self::Detached>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(19, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<19, T>>
            where
                T: ::planus::WriteAsOffset<self::Detached>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }
            impl<T> ::planus::WriteAsUnion<Body> for BodyBuilder<::planus::Initialized<20, T>>
            where
                T: ::planus::WriteAsOffset<self::Close>,
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::UnionOffset<Body> {
                    ::planus::UnionOffset::new(20, (self.0).0.prepare(builder).downcast())
                }
            }

            impl<T> ::planus::WriteAsOptionalUnion<Body> for BodyBuilder<::planus::Initialized<20, T>>
            where
                T: ::planus::WriteAsOffset<self::Close>,
            {
                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::UnionOffset<Body>> {
                    ::core::option::Option::Some(::planus::WriteAsUnion::prepare(self, builder))
                }
            }

            /// Reference to a deserialized [Body].
            #[derive(Copy, Clone, Debug)]
            pub enum BodyRef<'a> {
                Notification(self::NotificationRef<'a>),
                FollowerInfo(self::FollowerInfoRef<'a>),
                LeaderInfo(self::LeaderInfoRef<'a>),
                AckEpoch(self::AckEpochRef<'a>),
                Trunc(self::TruncRef<'a>),
                Snap(self::SnapRef<'a>),
                SnapChunk(self::SnapChunkRef<'a>),
                SnapEnd(self::SnapEndRef<'a>),
                NewLeader(self::NewLeaderRef<'a>),
                AckNewLeader(self::AckNewLeaderRef<'a>),
                UpToDate(self::UpToDateRef<'a>),
                Proposal(self::ProposalRef<'a>),
                AckProposal(self::AckProposalRef<'a>),
                Commit(self::CommitRef<'a>),
                Ping(self::PingRef<'a>),
                Pong(self::PongRef<'a>),
                Request(self::RequestRef<'a>),
                Answer(self::AnswerRef<'a>),
                Detached(self::DetachedRef<'a>),
                Close(self::CloseRef<'a>),
            }

            impl<'a> ::core::convert::TryFrom<BodyRef<'a>> for Body {
                type Error = ::planus::Error;

                fn try_from(value: BodyRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(match value {
                        BodyRef::Notification(value) => {
                            Self::Notification(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::FollowerInfo(value) => {
                            Self::FollowerInfo(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::LeaderInfo(value) => {
                            Self::LeaderInfo(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::AckEpoch(value) => {
                            Self::AckEpoch(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::Trunc(value) => Self::Trunc(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::Snap(value) => Self::Snap(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::SnapChunk(value) => {
                            Self::SnapChunk(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::SnapEnd(value) => Self::SnapEnd(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::NewLeader(value) => {
                            Self::NewLeader(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::AckNewLeader(value) => {
                            Self::AckNewLeader(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::UpToDate(value) => {
                            Self::UpToDate(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::Proposal(value) => {
                            Self::Proposal(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::AckProposal(value) => {
                            Self::AckProposal(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::Commit(value) => Self::Commit(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::Ping(value) => Self::Ping(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::Pong(value) => Self::Pong(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::Request(value) => Self::Request(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::Answer(value) => Self::Answer(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),

                        BodyRef::Detached(value) => {
                            Self::Detached(::planus::alloc::boxed::Box::new(
                                ::core::convert::TryFrom::try_from(value)?,
                            ))
                        }

                        BodyRef::Close(value) => Self::Close(::planus::alloc::boxed::Box::new(
                            ::core::convert::TryFrom::try_from(value)?,
                        )),
                    })
                }
            }

            impl<'a> ::planus::TableReadUnion<'a> for BodyRef<'a> {
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    tag: u8,
                    field_offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    match tag {
                        1 => ::core::result::Result::Ok(Self::Notification(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        2 => ::core::result::Result::Ok(Self::FollowerInfo(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        3 => ::core::result::Result::Ok(Self::LeaderInfo(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        4 => ::core::result::Result::Ok(Self::AckEpoch(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        5 => ::core::result::Result::Ok(Self::Trunc(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        6 => ::core::result::Result::Ok(Self::Snap(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        7 => ::core::result::Result::Ok(Self::SnapChunk(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        8 => ::core::result::Result::Ok(Self::SnapEnd(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        9 => ::core::result::Result::Ok(Self::NewLeader(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        10 => ::core::result::Result::Ok(Self::AckNewLeader(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        11 => ::core::result::Result::Ok(Self::UpToDate(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        12 => ::core::result::Result::Ok(Self::Proposal(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        13 => ::core::result::Result::Ok(Self::AckProposal(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        14 => ::core::result::Result::Ok(Self::Commit(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        15 => ::core::result::Result::Ok(Self::Ping(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        16 => ::core::result::Result::Ok(Self::Pong(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        17 => ::core::result::Result::Ok(Self::Request(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        18 => ::core::result::Result::Ok(Self::Answer(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        19 => ::core::result::Result::Ok(Self::Detached(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        20 => ::core::result::Result::Ok(Self::Close(
                            ::planus::TableRead::from_buffer(buffer, field_offset)?,
                        )),
                        _ => ::core::result::Result::Err(
                            ::planus::errors::ErrorKind::UnknownUnionTag { tag },
                        ),
                    }
                }
            }

            impl<'a> ::planus::VectorReadUnion<'a> for BodyRef<'a> {
                const VECTOR_NAME: &'static str = "[BodyRef]";
            }

            /// The table `Message` in the namespace `ringkeeper.peer`
            ///
            /// Generated from these locations:
            /// * Table `Message` in the file `peer.fbs:402`
            #[derive(Clone, Debug, PartialEq, PartialOrd, Eq, Ord, Hash)]
            pub struct Message {
                /// The field `body` in the table `Message`
                pub body: self::Body,
            }

            impl Message {
                /// Creates a [MessageBuilder] for serializing an instance of this table.
                #[inline]
                pub fn builder() -> MessageBuilder<()> {
                    MessageBuilder(())
                }

                #[allow(clippy::too_many_arguments)]
                pub fn create(
                    builder: &mut ::planus::Builder,
                    field_body: impl ::planus::WriteAsUnion<self::Body>,
                ) -> ::planus::Offset<Self> {
                    let prepared_body = field_body.prepare(builder);

                    let mut table_writer: ::planus::table_writer::TableWriter<8> =
                        ::core::default::Default::default();
                    table_writer.write_entry::<::planus::Offset<self::Body>>(1);
                    table_writer.write_entry::<u8>(0);

                    unsafe {
                        table_writer.finish(builder, |object_writer| {
                            object_writer.write::<_, _, 4>(&prepared_body.offset());
                            object_writer.write::<_, _, 1>(&prepared_body.tag());
                        });
                    }
                    builder.current_offset()
                }
            }

            impl ::planus::WriteAs<::planus::Offset<Message>> for Message {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Message> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl ::planus::WriteAsOptional<::planus::Offset<Message>> for Message {
                type Prepared = ::planus::Offset<Self>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Message>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl ::planus::WriteAsOffset<Message> for Message {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Message> {
                    Message::create(builder, &self.body)
                }
            }

            /// Builder for serializing an instance of the [Message] type.
            ///
            /// Can be created using the [Message::builder] method.
            #[derive(Debug)]
            #[must_use]
            pub struct MessageBuilder<State>(State);

            impl MessageBuilder<()> {
                /// Setter for the [`body` field](Message#structfield.body).
                #[inline]
                #[allow(clippy::type_complexity)]
                pub fn body<T0>(self, value: T0) -> MessageBuilder<(T0,)>
                where
                    T0: ::planus::WriteAsUnion<self::Body>,
                {
                    MessageBuilder((value,))
                }
            }

            impl<T0> MessageBuilder<(T0,)> {
                /// Finish writing the builder to get an [Offset](::planus::Offset) to a serialized [Message].
                #[inline]
                pub fn finish(self, builder: &mut ::planus::Builder) -> ::planus::Offset<Message>
                where
                    Self: ::planus::WriteAsOffset<Message>,
                {
                    ::planus::WriteAsOffset::prepare(&self, builder)
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::Body>>
                ::planus::WriteAs<::planus::Offset<Message>> for MessageBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Message>;

                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Message> {
                    ::planus::WriteAsOffset::prepare(self, builder)
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::Body>>
                ::planus::WriteAsOptional<::planus::Offset<Message>> for MessageBuilder<(T0,)>
            {
                type Prepared = ::planus::Offset<Message>;

                #[inline]
                fn prepare(
                    &self,
                    builder: &mut ::planus::Builder,
                ) -> ::core::option::Option<::planus::Offset<Message>> {
                    ::core::option::Option::Some(::planus::WriteAsOffset::prepare(self, builder))
                }
            }

            impl<T0: ::planus::WriteAsUnion<self::Body>> ::planus::WriteAsOffset<Message>
                for MessageBuilder<(T0,)>
            {
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> ::planus::Offset<Message> {
                    let (v0,) = &self.0;
                    Message::create(builder, v0)
                }
            }

            /// Reference to a deserialized [Message].
            #[derive(Copy, Clone)]
            pub struct MessageRef<'a>(#[allow(dead_code)] ::planus::table_reader::Table<'a>);

            impl<'a> MessageRef<'a> {
                /// Getter for the [`body` field](Message#structfield.body).
                #[inline]
                pub fn body(&self) -> ::planus::Result<self::BodyRef<'a>> {
                    self.0.access_union_required(0, "Message", "body")
                }
            }

            impl<'a> ::core::fmt::Debug for MessageRef<'a> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut f = f.debug_struct("MessageRef");
                    f.field("body", &self.body());
                    f.finish()
                }
            }

            impl<'a> ::core::convert::TryFrom<MessageRef<'a>> for Message {
                type Error = ::planus::Error;

                #[allow(unreachable_code)]
                fn try_from(value: MessageRef<'a>) -> ::planus::Result<Self> {
                    ::core::result::Result::Ok(Self {
                        body: ::core::convert::TryInto::try_into(value.body()?)?,
                    })
                }
            }

            impl<'a> ::planus::TableRead<'a> for MessageRef<'a> {
                #[inline]
                fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::core::result::Result<Self, ::planus::errors::ErrorKind> {
                    ::core::result::Result::Ok(Self(::planus::table_reader::Table::from_buffer(
                        buffer, offset,
                    )?))
                }
            }

            impl<'a> ::planus::VectorReadInner<'a> for MessageRef<'a> {
                type Error = ::planus::Error;
                const STRIDE: usize = 4;

                unsafe fn from_buffer(
                    buffer: ::planus::SliceWithStartOffset<'a>,
                    offset: usize,
                ) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(buffer, offset).map_err(|error_kind| {
                        error_kind.with_error_location(
                            "[MessageRef]",
                            "get",
                            buffer.offset_from_start,
                        )
                    })
                }
            }

            /// # Safety
            /// The planus compiler generates implementations that initialize
            /// the bytes in `write_values`.
            unsafe impl ::planus::VectorWrite<::planus::Offset<Message>> for Message {
                type Value = ::planus::Offset<Message>;
                const STRIDE: usize = 4;
                #[inline]
                fn prepare(&self, builder: &mut ::planus::Builder) -> Self::Value {
                    ::planus::WriteAs::prepare(self, builder)
                }

                #[inline]
                unsafe fn write_values(
                    values: &[::planus::Offset<Message>],
                    bytes: *mut ::core::mem::MaybeUninit<u8>,
                    buffer_position: u32,
                ) {
                    let bytes = bytes as *mut [::core::mem::MaybeUninit<u8>; 4];
                    for (i, v) in ::core::iter::Iterator::enumerate(values.iter()) {
                        ::planus::WriteAsPrimitive::write(
                            v,
                            ::planus::Cursor::new(unsafe { &mut *bytes.add(i) }),
                            buffer_position - (Self::STRIDE * i) as u32,
                        );
                    }
                }
            }

            impl<'a> ::planus::ReadAsRoot<'a> for MessageRef<'a> {
                fn read_as_root(slice: &'a [u8]) -> ::planus::Result<Self> {
                    ::planus::TableRead::from_buffer(
                        ::planus::SliceWithStartOffset {
                            buffer: slice,
                            offset_from_start: 0,
                        },
                        0,
                    )
                    .map_err(|error_kind| {
                        error_kind.with_error_location("[MessageRef]", "read_as_root", 0)
                    })
                }
            }
        }
    }
}
