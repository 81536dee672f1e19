module { format: "lighthouse", title: "Lighthouse", category: "sast", detect: "(.beams | type) == \"array\"", entries: ["beams[]"] };
{finding_title: .raw.name}
