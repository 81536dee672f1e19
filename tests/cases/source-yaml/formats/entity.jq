module {format: "entity", title: "Entities", kind: "asset", container: ["json", "yaml"], detect: ".apiVersion | startswith(\"shop/\")", entries: [""]};
{name: .raw.name}
