//! Every system that the seed documents name, under every name they use.

use std::collections::HashMap;

use crate::built_in;

/// A system a line, its names divided by `|`.
const SYSTEMS: &str = "
IOM|International Organization for Migration|Kansainvälinen siirtolaisuusjärjestö|Internationella organisationen för migration|PICMME|ICEM|ICM
Constitution of IOM|Constitution of the Intergovernmental Committee for European Migration
RELICA|Enhancing Readmission and Legal Identity Capacities
Legal Identity and Rights-Based Return Management Conference
UN Legal Identity Agenda Task Force|UN LIA
IOM Institutional Strategy on Legal Identity
Global Compact for Safe, Orderly and Regular Migration|GCM|Global Compact for Migration|Marrakech Compact
International Migration Review Forum|IMRF
Migration Week
GCM Regional Review
UN Network on Migration|UNNM
Migration Multi-Partner Trust Fund|Migration MPTF
2030 Agenda for Sustainable Development|Agenda 2030|Sustainable Development Goals|SDGs
Millennium Development Goals|MDG|millenniemål
MAPS|Mainstreaming, Acceleration and Policy Support
Addis Ababa Action Agenda|AAAA
Sendai Framework for Disaster Risk Reduction|Sendai Framework
Paris Agreement
Displacement Tracking Matrix|DTM
Missing Migrants Project|MMP
Global Migration Data Analysis Centre|GMDAC
Human Mobility Impacts due to COVID-19
World Migration Report|WMR
Migration Governance Framework|MiGOF
Migration Governance Indicators|MGI
MIDAS|Migration Information and Data Analysis System
Health, Border and Mobility Management framework|HBMM
IOM Strategic Vision|Strategic Results Framework|SRF
12-point strategy|IOM Strategy
Strategic Preparedness and Response Plan|SPRP 2020|SPRP|Strategic Response and Recovery Plan 2021
Global Programme on mainstreaming migration|M4D|IOM-UNDP seed funding|the Programme
Migration and Sustainable Development guidance
MATCH|Migration of African Talents through Capacity building and Hiring
DISC Initiative|DISC
CADRI|Capacity for Disaster Reduction Initiative
iDiaspora|Empowering Global Diasporas in the Digital Era|The Future of Diasporas
Global Forum on Migration and Development|GFMD|It Takes a Community
Mayors Mechanism|MM|Call to Local Action
Mayors Migration Council Global Cities Fund|Inclusive Pandemic Response|Global Cities Fund
International Dialogue on Migration|IDM
O-Canada|O-Canada mobile app
Inter-Agency Standing Committee|IASC
Geneva Migration Group|GMG|Global Migration Group
Berne Initiative|Berne Initiative-processen
Regional consultative processes|RCP
Valletta Summit on Migration|Valetta Summit|EU-Africa plan of action
Manus Regional Processing Centre|Nauru processing centre
";

#[test]
fn every_system_is_found_by_each_of_its_names() {
    let vocabulary = built_in();
    let mut rows: HashMap<&str, &str> = HashMap::new();
    for row in SYSTEMS.trim().lines() {
        let mut names = row.split('|');
        let first = names.next().unwrap();
        let concept = vocabulary.find(first).unwrap();
        assert_eq!(concept.scheme, "systems", "{first}");
        for name in names {
            assert_eq!(vocabulary.find(name).unwrap().id, concept.id, "{name}, as {first}");
        }
        let other = rows.insert(&concept.id, first);
        assert!(other.is_none(), "{first} and {other:?} are one concept");
    }
    assert_eq!(rows.len(), 47);
}
