/** The names under which desktops look for power profiles: the current one, and the one before 0.20, which older tools use. */
export interface Layout {
  /** Name on the bus, and of the interface. */
  readonly name: string;
  readonly path: string;
  readonly newer: boolean;
}

export const layouts: readonly Layout[] = [
  { name: 'org.freedesktop.UPower.PowerProfiles', path: '/org/freedesktop/UPower/PowerProfiles', newer: true },
  { name: 'net.hadess.PowerProfiles', path: '/net/hadess/PowerProfiles', newer: false },
];

export const layoutAt = (path: string): Layout | undefined => layouts.find(layout => layout.path === path);

export const propertiesInterface = 'org.freedesktop.DBus.Properties';
export const introspectableInterface = 'org.freedesktop.DBus.Introspectable';

const properties = (newer: boolean): string =>
  [
    ['ActiveProfile', 's', 'readwrite'],
    ['PerformanceInhibited', 's', 'read'],
    ['PerformanceDegraded', 's', 'read'],
    ['Profiles', 'aa{sv}', 'read'],
    ['Actions', 'as', 'read'],
    ['ActiveProfileHolds', 'aa{sv}', 'read'],
    ['Version', 's', 'read'],
    ...(newer
      ? [
          ['ActionsInfo', 'aa{sv}', 'read'],
          ['BatteryAware', 'b', 'readwrite'],
        ]
      : []),
  ]
    .map(([name, type, access]) => `    <property name="${name}" type="${type}" access="${access}"/>`)
    .join('\n');

const setActionEnabled = `    <method name="SetActionEnabled">
      <arg name="action" type="s" direction="in"/>
      <arg name="enabled" type="b" direction="in"/>
    </method>
`;

/** What Introspect answers at the path of a layout. */
export const introspection = ({
  name,
  newer,
}: Layout): string => `<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node>
  <interface name="${name}">
    <method name="HoldProfile">
      <arg name="profile" type="s" direction="in"/>
      <arg name="reason" type="s" direction="in"/>
      <arg name="application_id" type="s" direction="in"/>
      <arg name="cookie" type="u" direction="out"/>
    </method>
    <method name="ReleaseProfile">
      <arg name="cookie" type="u" direction="in"/>
    </method>
${newer ? setActionEnabled : ''}    <signal name="ProfileReleased">
      <arg name="cookie" type="u"/>
    </signal>
${properties(newer)}
  </interface>
  <interface name="${propertiesInterface}">
    <method name="Get">
      <arg name="interface_name" type="s" direction="in"/>
      <arg name="property_name" type="s" direction="in"/>
      <arg name="value" type="v" direction="out"/>
    </method>
    <method name="GetAll">
      <arg name="interface_name" type="s" direction="in"/>
      <arg name="properties" type="a{sv}" direction="out"/>
    </method>
    <method name="Set">
      <arg name="interface_name" type="s" direction="in"/>
      <arg name="property_name" type="s" direction="in"/>
      <arg name="value" type="v" direction="in"/>
    </method>
    <signal name="PropertiesChanged">
      <arg name="interface_name" type="s"/>
      <arg name="changed_properties" type="a{sv}"/>
      <arg name="invalidated_properties" type="as"/>
    </signal>
  </interface>
  <interface name="${introspectableInterface}">
    <method name="Introspect">
      <arg name="xml_data" type="s" direction="out"/>
    </method>
  </interface>
</node>
`;
